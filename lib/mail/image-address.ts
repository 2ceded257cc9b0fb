import { createHmac, timingSafeEqual } from "node:crypto";
import { IMAGES_PATH, PICTURES_PATH } from "./images";

/** How long an address works, in milliseconds; twice that at most, so that it stays the same while a mail is read. */
const VALID_MS = 3_600_000;

/** A key to the images of one workspace's mail alone: it may go where the installation's own must not. */
export function imageKey(secret: string, workspaceId: string): string {
  return createHmac("sha256", secret).update(`image-proxy:1:${workspaceId}`).digest("base64url");
}

/** When addresses signed now end, in milliseconds since 1970. */
export function validUntil(now: number): number {
  return (Math.floor(now / VALID_MS) + 2) * VALID_MS;
}

/** The address on our own site of a remote image. */
export function proxiedImage(key: string, url: string, until: number): string {
  return `${IMAGES_PATH}${signatureOf(key, url, until)}?${new URLSearchParams({ until: String(until), url })}`;
}

/** The address of a picture that came with a mail. It says whose it is, for it is asked for without a session. */
export function pictureAddress(key: string, { workspaceId, attachmentId }: PictureGrant, until: number): string {
  const query = new URLSearchParams({ until: String(until), of: workspaceId, id: attachmentId });
  return `${PICTURES_PATH}${signatureOf(key, `attachment:${attachmentId}`, until)}?${query}`;
}

export interface PictureGrant {
  workspaceId: string;
  attachmentId: string;
}

/** `forged`: not by us, or changed since. `ended`: ours, and too old. */
export type Refused = "forged" | "ended";

/** The remote image that a proxied address stands for. */
export function readProxiedImage(key: string, signature: string, query: URLSearchParams, now: number): { url: string } | Refused {
  const url = query.get("url") ?? "";
  return check(key, url, signature, query, now) ?? { url };
}

/** The picture an address is good for. `keyOf` makes the key of the workspace it names. */
export function readPicture(
  keyOf: (workspaceId: string) => string,
  signature: string,
  query: URLSearchParams,
  now: number,
): PictureGrant | Refused {
  const [workspaceId, attachmentId] = [query.get("of") ?? "", query.get("id") ?? ""];
  return check(keyOf(workspaceId), `attachment:${attachmentId}`, signature, query, now) ?? { workspaceId, attachmentId };
}

function check(key: string, signed: string, signature: string, query: URLSearchParams, now: number): Refused | undefined {
  const until = query.get("until") ?? "";
  if (!/^\d{1,15}$/.test(until)) return "forged";
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(key, signed, Number(until)))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) return "forged";
  return Number(until) < now ? "ended" : undefined;
}

function signatureOf(key: string, signed: string, until: number): string {
  return createHmac("sha256", key).update(`${until}:${signed}`).digest("base64url");
}
