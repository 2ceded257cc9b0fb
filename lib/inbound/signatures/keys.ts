import { createHash, createPublicKey, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { Scheme, SignatureScheme } from "./schemes";

/** A live secret, ready to check with. */
export type VerifyKey = { kind: "hmac"; key: KeyObject } | { kind: "ed25519"; key: KeyObject } | { kind: "token"; sha256: Buffer };

const PUBLIC_KEY_PREFIX = "whpk_";
const PUBLIC_KEY_BYTES = 32;
/** DER of a SubjectPublicKeyInfo for Ed25519 up to the key itself (RFC 8410 §4). */
const ED25519_SPKI = Buffer.from("302a300506032b6570032100", "hex");
const MIN_KEY_BYTES = 8;

/** A secret that does not fit its scheme. The message is for people and never holds the secret. */
export class InvalidSecret extends Error {
  override name = "InvalidSecret";
}

/** Turns a secret's text into a key. Throws `InvalidSecret`. */
export function openKey(scheme: Scheme, secret: string): VerifyKey {
  if (scheme.check === "none") throw new InvalidSecret("secret: this scheme checks nothing, so it takes none");
  if (scheme.check === "token") return { kind: "token", sha256: sha256(atLeast(Buffer.from(secret))) };
  if (scheme.key === "whsec" && secret.startsWith(PUBLIC_KEY_PREFIX)) return { kind: "ed25519", key: publicKey(secret) };
  return { kind: "hmac", key: createSecretKey(keyBytes(scheme.key, secret)) };
}

/** A fresh secret for a scheme, in the spelling its senders expect. Undefined when the scheme has none. */
export function makeSecret(scheme: Scheme): string | undefined {
  if (scheme.check === "none") return undefined;
  if (scheme.check === "token") return randomBytes(32).toString("base64url");
  switch (scheme.key) {
    case "whsec":
      return `whsec_${randomBytes(32).toString("base64")}`;
    case "base64":
      return randomBytes(32).toString("base64");
    default:
      return randomBytes(32).toString("hex");
  }
}

/** The bytes HMAC is keyed with. Throws `InvalidSecret`. */
export function keyBytes(encoding: SignatureScheme["key"], secret: string): Buffer {
  switch (encoding) {
    case "utf8":
      return atLeast(Buffer.from(secret));
    case "hex":
      if (!/^(?:[0-9a-f]{2})+$/i.test(secret)) throw new InvalidSecret("secret: must be pairs of hexadecimal digits");
      return atLeast(Buffer.from(secret, "hex"));
    case "base64":
      return atLeast(base64(secret));
    case "whsec":
      return atLeast(base64(secret.startsWith("whsec_") ? secret.slice("whsec_".length) : secret));
  }
}

function publicKey(secret: string): KeyObject {
  const key = base64(secret.slice(PUBLIC_KEY_PREFIX.length));
  if (key.length !== PUBLIC_KEY_BYTES) throw new InvalidSecret("secret: a whpk_ key is 32 bytes in base64");
  return createPublicKey({ key: Buffer.concat([ED25519_SPKI, key]), format: "der", type: "spki" });
}

function base64(text: string): Buffer {
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) throw new InvalidSecret("secret: must be base64, after whsec_ or whpk_ if it has one");
  return Buffer.from(text, "base64");
}

/** An empty or near-empty secret would let anybody sign. */
function atLeast(bytes: Buffer): Buffer {
  if (bytes.length < MIN_KEY_BYTES) throw new InvalidSecret(`secret: must be at least ${MIN_KEY_BYTES} bytes`);
  return bytes;
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
