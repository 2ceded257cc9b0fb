import { createHmac, timingSafeEqual } from "node:crypto";
import { attachmentPath } from "./address";

/** Long enough to start, and to go on after a broken connection; too short to be passed around. */
export const LINK_LIFE_MS = 10 * 60_000;

/** For whom a link to which file is good. */
export interface DownloadGrant {
  attachmentId: string;
  userId: string;
}

/** A path that this person gets this file from until `expiresAt`. Who has the path still has to be signed in as that person. */
export function downloadPath(key: string, grant: DownloadGrant, expiresAt: Date): string {
  const until = Math.ceil(expiresAt.getTime() / 1000);
  return `${attachmentPath(grant.attachmentId)}?until=${until}&signature=${sign(key, grant, until)}`;
}

/** Whether the query of such a path is whole, of this grant, and not too old. */
export function isGranted(key: string, grant: DownloadGrant, query: URLSearchParams, now: Date): boolean {
  const until = Number(query.get("until"));
  const given = Buffer.from(query.get("signature") ?? "");
  const expected = Buffer.from(sign(key, grant, until));
  return given.length === expected.length && timingSafeEqual(given, expected) && now.getTime() < until * 1000;
}

function sign(key: string, { attachmentId, userId }: DownloadGrant, until: number): string {
  const purpose = createHmac("sha256", key).update("attachment download").digest();
  return createHmac("sha256", purpose).update(`${attachmentId} ${userId} ${until}`).digest("base64url");
}
