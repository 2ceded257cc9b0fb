import { env, secretKey } from "@/env";
import { NoImage, openImage } from "@/lib/images/open-image";
import { imageKey, readProxiedImage } from "@/lib/mail/image-address";
import { RefusedAddress } from "@/lib/outside/public-address";
import { HARMLESS } from "../../serve-raw";
import { refusal } from "../../v1/answers";
import { forViewer } from "../../v1/for-viewer";
import { refuseAddress } from "../refuse-address";

/**
 * A remote image of a mail, fetched by us so that its host learns nothing of the reader. Only addresses that a body was shown with
 * after consent: they are signed for the workspace, and end within two hours.
 *
 * - 403 not signed by us
 * - 404 no image there that we show, or an address we do not call
 * - 410 signed too long ago: the message is to be asked for again
 * - 502 its host has trouble
 */
export const GET = forViewer<RouteContext<"/api/images/[signature]">>(async (viewer, request, { params }) => {
  const key = imageKey(secretKey(), viewer.workspaceId);
  const image = readProxiedImage(key, (await params).signature, new URL(request.url).searchParams, Date.now());
  if (typeof image === "string") return refuseAddress(image);

  try {
    const { contentType, stream } = await openImage(image.url, env().MAILROOM_IMAGE_HOSTS);
    return new Response(stream, {
      headers: { ...HARMLESS, "content-type": contentType, "cache-control": "private, max-age=3600", vary: "cookie" },
    });
  } catch (error) {
    const none = error instanceof RefusedAddress || error instanceof NoImage;
    return refusal(none ? 404 : 502, none ? "There is no image to show." : "The image's host has trouble.");
  }
});
