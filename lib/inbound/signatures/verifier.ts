import type { VerifyKey } from "./keys";
import type { Scheme } from "./schemes";
import { openSignature } from "./signature";
import { checkToken } from "./token";
import type { Failed, ReadHeader, Verifier } from "./verdict";

/**
 * Starts checking a request by its headers, before any of its body is read. Fails at once where they alone decide;
 * otherwise feed the body to the verifier and ask it at the end. Never throws, whatever the headers hold.
 */
export function openVerifier(scheme: Scheme, keys: readonly VerifyKey[], header: ReadHeader, now: Date): Verifier | Failed {
  if (scheme.check === "none") return passing;
  if (keys.length === 0) return { ok: false, failed: "secret", reason: "This endpoint has no live secret, so it takes nothing." };
  if (scheme.check === "signature") return openSignature(scheme, keys, header, now);
  const verdict = checkToken(scheme, keys, header);
  return verdict.ok ? passing : verdict;
}

const passing: Verifier = { update: () => undefined, finish: () => ({ ok: true }) };
