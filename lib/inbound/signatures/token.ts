import { timingSafeEqual } from "node:crypto";
import { sha256, type VerifyKey } from "./keys";
import type { TokenScheme } from "./schemes";
import { type ReadHeader, shown, type Verdict } from "./verdict";

const MAX_TOKEN_CHARS = 2_048;

/** Looks for the secret in the headers that may carry it. */
export function checkToken(scheme: TokenScheme, keys: readonly VerifyKey[], header: ReadHeader): Verdict {
  const carried = scheme.headers.flatMap((name) => {
    const value = header(name);
    return value ? [{ name, value }] : [];
  });
  const expected = `the secret in ${scheme.headers.join(" or ")}`;

  if (carried.length === 0) return { ok: false, failed: "token", reason: "The request carries no token.", expected, seen: "none" };
  const matches = carried.some(({ name, value }) => candidates(name, value).some((candidate) => isSecret(keys, candidate)));
  if (matches) return { ok: true };
  const seen = carried.map(({ name, value }) => `${name} of ${value.length} characters`).join(", ");
  return { ok: false, failed: "token", reason: "The token is not this endpoint's.", expected, seen: shown(seen) };
}

function candidates(name: string, value: string): string[] {
  if (value.length > MAX_TOKEN_CHARS) return [];
  if (name !== "authorization") return [value];
  const [, kind, credentials] = /^(bearer|basic) +(.+)$/i.exec(value) ?? [];
  if (!kind || !credentials) return [];
  if (kind.toLowerCase() === "bearer") return [credentials];
  const pair = Buffer.from(credentials, "base64").toString();
  return [pair, pair.slice(pair.indexOf(":") + 1)];
}

// Digests are all of one length: how long the comparison takes says nothing about the secret's.
function isSecret(keys: readonly VerifyKey[], candidate: string): boolean {
  const digest = sha256(Buffer.from(candidate));
  return keys.some((key) => key.kind === "token" && timingSafeEqual(key.sha256, digest));
}
