import { createHmac, timingSafeEqual } from "node:crypto";

/** How far apart the clocks of signer and verifier may be. */
const TOLERANCE_SECONDS = 5 * 60;

/** The `X-Inngest-Signature` of `body` (as sent): `t=<unix s>&s=<hex HMAC-SHA256 of body and t>`. */
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

/**
 * RFC 8785 JSON (keys in UTF-16 order): the SDK parses what it receives and checks the signature over this form,
 * so it is the form we send. `undefined` members are left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = value as Record<string, unknown>;
  let text = "";
  for (const key of Object.keys(members).sort()) {
    if (members[key] === undefined) continue;
    text += `${text ? "," : ""}${JSON.stringify(key)}:${canonicalJson(members[key])}`;
  }
  return `{${text}}`;
}

function digest(body: string, timestamp: string, signingKey: string) {
  return createHmac("sha256", signingKey.replace(/^signkey-\w+-/, ""))
    .update(body)
    .update(timestamp)
    .digest("hex");
}
