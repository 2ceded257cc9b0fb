import { createHmac, type KeyObject, timingSafeEqual, verify } from "node:crypto";
import type { VerifyKey } from "./keys";
import type { SignatureScheme } from "./schemes";
import { readSignatures, type Signatures } from "./signature-header";
import { checkTimestamp } from "./timestamps";
import { type Failed, type ReadHeader, shown, type Verdict, type Verifier } from "./verdict";

const MAX_ID_CHARS = 256;
const SHOWN_DIGITS = 8;

/**
 * Checks what the headers alone decide (presence, spelling, age), then the body as it streams past: one running HMAC for
 * each live secret, the content's parts around `{body}` fed before and after it. Ed25519 needs the message whole, so
 * chunks are kept while a key asks for it (`holdsBody`).
 */
export function openSignature(scheme: SignatureScheme, keys: readonly VerifyKey[], header: ReadHeader, now: Date): Verifier | Failed {
  const signatures = readSignatures(scheme, header);
  if (!signatures.ok) return signatures;

  const timestamp = readTimestamp(scheme, signatures, header);
  if (typeof timestamp === "object") return timestamp;
  const stale = scheme.timestamp && checkTimestamp(scheme.timestamp, timestamp, now);
  if (stale) return stale;

  const id = readId(scheme, signatures.family, header);
  if (typeof id === "object") return id;

  const { before, after } = partsOf(scheme);
  const prefix = before(id, timestamp);
  const suffix = after(id, timestamp);
  const hmacs = keys.flatMap((key) => (key.kind === "hmac" ? [createHmac("sha256", key.key).update(prefix)] : []));
  const publicKeys = keys.flatMap((key) => (key.kind === "ed25519" ? [key.key] : []));
  const whole: Uint8Array[] = [];

  return {
    update(chunk) {
      for (const hmac of hmacs) hmac.update(chunk);
      if (publicKeys.length > 0) whole.push(chunk);
    },
    finish() {
      const digests = hmacs.map((hmac) => (suffix ? hmac.update(suffix) : hmac).digest());
      const message = publicKeys.length > 0 ? Buffer.concat([Buffer.from(prefix), ...whole, Buffer.from(suffix)]) : undefined;
      if (matchesDigest(signatures.hmac, digests) || (message && matchesKey(signatures.ed25519, message, publicKeys)))
        return { ok: true, ...(scheme.content.includes("{id}") && { eventId: id }) };
      return mismatch(scheme, signatures, digests[0]);
    },
  };
}

/** Whether a body must be kept in memory until it is checked. */
export function holdsBody(keys: readonly VerifyKey[]): boolean {
  return keys.some(({ kind }) => kind === "ed25519");
}

function readTimestamp(scheme: SignatureScheme, signatures: Signatures, header: ReadHeader): string | Failed {
  const rule = scheme.timestamp;
  if (!rule) return "";
  const name = rule.headers && (rule.headers[signatures.family] ?? rule.headers[0]);
  const text = name ? header(name) : signatures.fields.get(rule.field ?? "");
  if (text) return text;
  const where = name ?? `the field ${rule.field}`;
  return { ok: false, failed: "timestamp", reason: `There is no timestamp in ${where}.`, expected: where, seen: "none" };
}

function readId(scheme: SignatureScheme, family: number, header: ReadHeader): string | Failed {
  if (!scheme.id || !scheme.content.includes("{id}")) return "";
  const name = scheme.id.headers[family] ?? scheme.id.headers[0] ?? "";
  const id = header(name);
  if (!id) return { ok: false, failed: "id", reason: `There is no id in ${name}.`, expected: name, seen: "none" };
  // A dot would let part of the id pass for the time, or part of the body for either.
  if (/^[\x21-\x2d\x2f-\x7e]+$/.test(id) && id.length <= MAX_ID_CHARS) return id;
  const expected = `at most ${MAX_ID_CHARS} visible characters without a dot`;
  return { ok: false, failed: "id", reason: `The id in ${name} is not one.`, expected, seen: shown(id) };
}

type Fill = (id: string, timestamp: string) => string;

const parts = new WeakMap<SignatureScheme, { before: Fill; after: Fill }>();

/** What is signed before and after the body, read once per scheme. */
function partsOf(scheme: SignatureScheme) {
  const known = parts.get(scheme);
  if (known) return known;
  const [before = "", after = ""] = scheme.content.split("{body}");
  const read = { before: filler(before), after: filler(after) };
  parts.set(scheme, read);
  return read;
}

function filler(part: string): Fill {
  const pieces = part.split(/(\{id\}|\{ts\})/).filter((piece) => piece !== "");
  return (id, timestamp) => {
    let filled = "";
    for (const piece of pieces) filled += piece === "{id}" ? id : piece === "{ts}" ? timestamp : piece;
    return filled;
  };
}

function matchesDigest(seen: readonly Buffer[], digests: readonly Buffer[]): boolean {
  return seen.some((signature) => digests.some((digest) => signature.length === digest.length && timingSafeEqual(signature, digest)));
}

function matchesKey(seen: readonly Buffer[], message: Buffer, keys: readonly KeyObject[]): boolean {
  return seen.some((signature) => keys.some((key) => verify(null, message, key, signature)));
}

function mismatch({ content, signature }: SignatureScheme, signatures: Signatures, digest: Buffer | undefined): Verdict {
  return {
    ok: false,
    failed: "signature",
    reason: "Signature does not match: the body was changed after signing, or another secret signed it.",
    expected: digest
      ? `HMAC-SHA256 of ${content} in ${signature.encoding}, starting ${digest.toString(signature.encoding).slice(0, SHOWN_DIGITS)}`
      : `an Ed25519 signature of ${content}`,
    seen: signatures.seen(),
  };
}
