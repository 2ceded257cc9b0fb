import "server-only";
import type { WorkspaceId } from "@/db/columns";
import { secretKey } from "@/env";
import { imageKey, pictureAddress, type Refused, readPicture, validUntil } from "@/lib/mail/image-address";
import { inlineType } from "./inline-type";
import { type AttachmentRow, findAttachment } from "./queries";
import { isRaster } from "./raster-type";

/** Signed addresses of those files of a message that its body may show in place: not of what is known to be no picture. */
export function signPictures(workspaceId: WorkspaceId, files: AttachmentRow[], now: number) {
  const [key, until] = [imageKey(secretKey(), workspaceId), validUntil(now)];
  return files.flatMap(({ id: attachmentId, contentId, scan, sniff, sniffedType }) => {
    const refused = scan === "infected" || (sniff === "done" && !isRaster(sniffedType));
    if (!contentId || refused) return [];
    return [{ attachmentId, contentId, address: pictureAddress(key, { workspaceId, attachmentId }, until) }];
  });
}

/** The picture a signed address is good for: the signature is its scope (I10). Undefined for anything but a raster image, whatever it is called. */
export async function findPicture(
  signature: string,
  query: URLSearchParams,
  now: number,
): Promise<{ key: string; type: string } | Refused | undefined> {
  const secret = secretKey();
  const grant = readPicture((workspaceId) => imageKey(secret, workspaceId), signature, query, now);
  if (typeof grant === "string") return grant;
  const file = await findAttachment(grant.workspaceId as WorkspaceId, grant.attachmentId);
  if (!file || file.scan === "infected") return undefined;
  const type = await inlineType(file.key);
  return type === undefined ? undefined : { key: file.key, type };
}
