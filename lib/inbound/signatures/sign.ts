import { createHmac } from "node:crypto";
import { InvalidSecret, keyBytes } from "./keys";
import type { Scheme, SignatureScheme } from "./schemes";

export interface Signing {
  body: Uint8Array;
  /** The event's id: the same when the same event is sent again. */
  id: string;
  at: Date;
}

/** The headers a sender adds under a scheme: what our own sample sender, the demo and the tests do. */
export function signedHeaders(scheme: Scheme, secret: string, signing: Signing): Record<string, string> {
  if (scheme.check === "none") return {};
  if (scheme.check === "token") {
    const [name = "authorization"] = scheme.headers;
    return { [name]: name === "authorization" ? `Bearer ${secret}` : secret };
  }
  if (secret.startsWith("whpk_")) throw new InvalidSecret("secret: a public key checks signatures and cannot make them");

  const timestamp = scheme.timestamp ? formatTime(scheme.timestamp.unit, signing.at) : "";
  const [before = "", after = ""] = scheme.content.replaceAll("{id}", signing.id).replaceAll("{ts}", timestamp).split("{body}");
  const digest = createHmac("sha256", keyBytes(scheme.key, secret)).update(before).update(signing.body).update(after);
  return assemble(scheme, { id: signing.id, timestamp, signature: digest.digest(scheme.signature.encoding) });
}

function assemble({ signature: rule, timestamp, id }: SignatureScheme, values: { id: string; timestamp: string; signature: string }) {
  const stamp = timestamp?.field ? `${timestamp.field}=${values.timestamp},` : "";
  const spelled = {
    plain: `${rule.prefix ?? ""}${values.signature}`,
    fields: `${stamp}${rule.field}=${values.signature}`,
    versions: `v1,${values.signature}`,
  }[rule.form];
  return {
    [rule.headers[0] ?? ""]: spelled,
    ...(timestamp?.headers?.[0] && { [timestamp.headers[0]]: values.timestamp }),
    ...(id?.headers[0] && { [id.headers[0]]: values.id }),
  };
}

function formatTime(unit: "s" | "ms" | "iso8601", at: Date): string {
  if (unit === "iso8601") return at.toISOString();
  return String(Math.floor(at.getTime() / (unit === "s" ? 1000 : 1)));
}
