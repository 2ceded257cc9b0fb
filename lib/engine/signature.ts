import { createHmac, timingSafeEqual } from "node:crypto";

/** How far apart the clocks of signer and verifier may be. */
const TOLERANCE_MS = 5 * 60 * 1000;

/** The `X-Inngest-Signature` of `body`, which is sent as it is: `t=<unix s>&s=<hex HMAC-SHA256 of body and t>`. */
export function sign(body: string, signingKey: string, now: Date): string {
  const timestamp = Math.floor(now.getTime() / 1000).toString();
  const hmac = createHmac("sha256", signingKey.replace(/^signkey-\w+-/, ""));
  return `t=${timestamp}&s=${hmac.update(body).update(timestamp).digest("hex")}`;
}

export function isSignedBy(signature: string, body: string, signingKey: string, now: Date): boolean {
  const signedAt = new Date(Number(new URLSearchParams(signature).get("t")) * 1000);
  const expected = Buffer.from(sign(body, signingKey, signedAt));
  const claimed = Buffer.from(signature);
  const fresh = Math.abs(now.getTime() - signedAt.getTime()) <= TOLERANCE_MS;
  return fresh && claimed.length === expected.length && timingSafeEqual(claimed, expected);
}
