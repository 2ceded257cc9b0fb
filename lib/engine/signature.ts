import { createHmac, timingSafeEqual } from "node:crypto";

/** How far apart the clocks of signer and verifier may be. */
const TOLERANCE_SECONDS = 5 * 60;

/** The `X-Inngest-Signature` of `body`, which is sent as it is: `t=<unix s>&s=<hex HMAC-SHA256 of body and t>`. */
export function sign(body: string, signingKey: string, now: Date): string {
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  return `t=${timestamp}&s=${digest(body, timestamp, signingKey)}`;
}

export function isSignedBy(signature: string | undefined, body: string, signingKey: string, now: Date): boolean {
  const fields = new URLSearchParams(signature);
  const timestamp = fields.get("t") ?? "";
  const claimed = Buffer.from(fields.get("s") ?? "");
  const expected = Buffer.from(digest(body, timestamp, signingKey));
  const fresh = Math.abs(now.getTime() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS;
  return fresh && claimed.length === expected.length && timingSafeEqual(claimed, expected);
}

function digest(body: string, timestamp: string, signingKey: string) {
  return createHmac("sha256", signingKey.replace(/^signkey-\w+-/, ""))
    .update(body)
    .update(timestamp)
    .digest("hex");
}
