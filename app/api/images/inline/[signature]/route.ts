import { findPicture } from "@/lib/attachments/pictures";
import { blobStore } from "@/lib/storage/open";
import { bodyFor, HARMLESS } from "../../../serve-raw";
import { refusal } from "../../../v1/answers";
import { refuseAddress } from "../../refuse-address";

/**
 * A picture that came with a mail, for the frame that shows it. Its address is the permission: signed for one file of one workspace, and good
 * for two hours at most. No session is asked for, which a frame of no origin would not send.
 *
 * - 403 not signed by us
 * - 404 no raster image by its first bytes, or what the virus scanner objects to
 * - 410 signed too long ago, or the blob store has lost it
 */
export async function GET(request: Request, { params }: RouteContext<"/api/images/inline/[signature]">) {
  const picture = await findPicture((await params).signature, new URL(request.url).searchParams, Date.now());
  if (typeof picture === "string") return refuseAddress(picture);
  if (!picture) return refusal(404, "There is no image to show.");

  const blob = await blobStore().open(picture.key);
  if (!blob) return refusal(410, "The image is not in the blob store.");
  return new Response(bodyFor(request, blob.stream), {
    headers: {
      ...HARMLESS,
      "content-type": picture.type,
      "content-length": String(blob.size),
      "cache-control": "private, max-age=3600, immutable",
    },
  });
}
