import type { SignatureScheme } from "./schemes";
import { type Failed, type ReadHeader, shown } from "./verdict";

const MAX_HEADER_CHARS = 4_096;
const MAX_SIGNATURES = 16;
const MAX_FIELDS = 32;
const HMAC_BYTES = 32;
const ED25519_BYTES = 64;
const NO_FIELDS: ReadonlyMap<string, string> = new Map();

/** What a request says its signatures are. `family` is which of the alternative headers carried them. */
export interface Signatures {
  ok: true;
  family: number;
  hmac: Buffer[];
  ed25519: Buffer[];
  fields: ReadonlyMap<string, string>;
  /** For the trace. */
  seen: () => string;
}

/** Finds and decodes the signatures. Strict and bounded: a thousand of them are refused unread. */
export function readSignatures(scheme: SignatureScheme, header: ReadHeader): Signatures | Failed {
  const { headers } = scheme.signature;
  const family = headers.findIndex((name) => header(name) !== null);
  const name = headers[family];
  const value = name && header(name);
  const expected = `a signature in ${headers.join(" or ")}`;

  if (!value)
    return { ok: false, failed: "signature", reason: `The request is not signed: there is no ${headers[0]}.`, expected, seen: "none" };
  if (value.length > MAX_HEADER_CHARS) {
    const seen = `${value.length} characters`;
    return { ok: false, failed: "signature", reason: `${name} is longer than ${MAX_HEADER_CHARS} characters.`, expected, seen };
  }

  const read = readers[scheme.signature.form](scheme.signature, value);
  const count = read.hmac.length + read.ed25519.length;
  if (count > MAX_SIGNATURES)
    return { ok: false, failed: "signature", reason: `${name} holds more than ${MAX_SIGNATURES} signatures.`, expected, seen: `${count}` };
  if (count === 0)
    return {
      ok: false,
      failed: "signature",
      reason: `${name} holds no signature of ours.`,
      expected: `${expected}: ${shape(scheme)}`,
      seen: hint(value),
    };
  const { hmac, ed25519, fields = NO_FIELDS } = read;
  return { ok: true, family, hmac, ed25519, fields, seen: () => hint(value) };
}

type Read = Pick<Signatures, "hmac" | "ed25519"> & { fields?: Map<string, string> };
type Reader = (rule: SignatureScheme["signature"], value: string) => Read;

const readers: Record<SignatureScheme["signature"]["form"], Reader> = {
  plain({ encoding, prefix = "" }, value) {
    const digits = prefix && value.startsWith(prefix) ? value.slice(prefix.length) : value;
    return { hmac: decode(encoding, digits, HMAC_BYTES), ed25519: [] };
  },

  fields({ encoding, field }, value) {
    const pairs = value.split(",", MAX_FIELDS).map(splitPair);
    return {
      hmac: pairs.flatMap(([name, digits]) => (name === field ? decode(encoding, digits, HMAC_BYTES) : [])),
      ed25519: [],
      // The first counts: a second timestamp must not replace the one that was checked.
      fields: new Map(pairs.reverse()),
    };
  },

  versions({ encoding }, value) {
    const items = value
      .split(" ", MAX_SIGNATURES * 2)
      .map((item) => [item.slice(0, item.indexOf(",")), item.slice(item.indexOf(",") + 1)] as const);
    const of = (version: string, bytes: number) =>
      items.flatMap(([name, digits]) => (name === version ? decode(encoding, digits, bytes) : []));
    return { hmac: of("v1", HMAC_BYTES), ed25519: of("v1a", ED25519_BYTES) };
  },
};

function splitPair(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=");
  return at < 0 ? [pair.trim(), ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

const ALPHABETS = { hex: /^[0-9a-fA-F]+$/, base64: /^[A-Za-z0-9+/]+={0,2}$/, base64url: /^[A-Za-z0-9_-]+={0,2}$/ };

/** Nothing, rather than an error, when it is not exactly `bytes` long in its encoding. */
function decode(encoding: keyof typeof ALPHABETS, digits: string, bytes: number): Buffer[] {
  if (!ALPHABETS[encoding].test(digits) || (encoding === "hex" && digits.length !== bytes * 2)) return [];
  const decoded = Buffer.from(digits, encoding);
  return decoded.length === bytes ? [decoded] : [];
}

function shape({ signature }: SignatureScheme): string {
  if (signature.form === "versions") return "v1,<base64> or v1a,<base64>, with a space between several";
  const digits = signature.encoding === "hex" ? "64 hexadecimal digits" : `32 bytes in ${signature.encoding}`;
  if (signature.form === "fields") return `${signature.field}=${digits}`;
  return signature.prefix ? `${digits}, after ${signature.prefix} or alone` : digits;
}

const HINT_CHARS = 12;

/** Enough to recognise a signature by, too little to use. */
function hint(value: string): string {
  return `${value.length} characters starting ${shown(value.slice(0, HINT_CHARS))}`;
}
