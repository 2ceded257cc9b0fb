import { createHmac, timingSafeEqual } from "node:crypto";

/** 100 bits in base32: fits behind a uuid into the 64 characters of a local part (RFC 5321 §4.5.3.1.1). */
const HASH_CHARS = 20;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const SIGNED = `(${UUID})\\.([a-z2-7]{${HASH_CHARS}})`;
/** `help+<token>@acme.test`; servers may fold the case of a local part. */
const TOKEN_ADDRESS = new RegExp(`\\+${SIGNED}@`, "i");
const OWN_ID = new RegExp(`^${SIGNED}@`);

/**
 * What is put behind the `+` of a reply address, so that an answer finds its conversation whatever a mail client does to the
 * headers. Everybody who is copied sees it: it says where a mail belongs, never who wrote it. `key` is the installation's.
 */
export function makeReplyToken(key: string, conversationId: string): string {
  return sign(key, "reply-token", conversationId);
}

/** The conversations that reply addresses among these name, once each. A token with one bit changed names none. */
export function readReplyTokens(key: string, addresses: readonly string[]): string[] {
  const named = addresses.flatMap((address) => {
    const [, id, hash] = TOKEN_ADDRESS.exec(address)?.map((part) => part.toLowerCase()) ?? [];
    return id && hash && isSigned(key, "reply-token", id, hash) ? [id] : [];
  });
  return [...new Set(named)];
}

/** A Message-ID for a mail of ours, without brackets. `id` is a uuid, `domain` the sender's. */
export function makeMessageId(key: string, id: string, domain: string): string {
  return `${sign(key, "message-id", id)}@${domain}`;
}

/** Whether we made this Message-ID: anybody can write one that looks so. The domain is not asked, providers replace it. */
export function isOwnMessageId(key: string, messageId: string): boolean {
  const [, id, hash] = OWN_ID.exec(messageId) ?? [];
  return id !== undefined && hash !== undefined && isSigned(key, "message-id", id, hash);
}

type Purpose = "reply-token" | "message-id";

function sign(key: string, purpose: Purpose, id: string): string {
  return `${id}.${hashOf(key, purpose, id)}`;
}

function isSigned(key: string, purpose: Purpose, id: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(key, purpose, id)));
}

// The purpose is part of it: a token that everybody sees must not pass for a Message-ID.
function hashOf(key: string, purpose: Purpose, id: string): string {
  const digest = createHmac("sha256", key).update(`${purpose}:1:${id}`).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 13)) bits = (bits << 8n) | BigInt(byte);
  let text = "";
  for (let at = 0; at < HASH_CHARS; at++) text += BASE32[Number((bits >> BigInt(99 - at * 5)) & 31n)];
  return text;
}
