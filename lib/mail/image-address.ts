import { createHmac, timingSafeEqual } from "node:crypto";
import { IMAGES_PATH } from "./images";

/** How long an address works, in milliseconds; twice that at most, so that it stays the same while a mail is read. */
const VALID_MS = 3_600_000;

/** A key to proxied images alone, and to those of one workspace: it may go where the installation's own must not. */
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

/** The remote image that a proxied address stands for; undefined when we did not sign it, or too long ago. */
export function readProxiedImage(key: string, signature: string, query: URLSearchParams, now: number): string | undefined {
  const [url, until] = [query.get("url"), query.get("until")];
  if (url === null || until === null || !/^\d{1,15}$/.test(until) || Number(until) < now) return undefined;
  const [given, right] = [Buffer.from(signature), Buffer.from(signatureOf(key, url, Number(until)))];
  return given.length === right.length && timingSafeEqual(given, right) ? url : undefined;
}

function signatureOf(key: string, url: string, until: number): string {
  return createHmac("sha256", key).update(`${until}:${url}`).digest("base64url");
}
