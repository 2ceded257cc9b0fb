import "server-only";
import { newId } from "@/db/columns";
import { blobStore } from "@/lib/storage/open";
import { type Body, type BodyFailure, MAX_BODY_IN_MEMORY, readBody } from "./body";
import { BODY_PACE, type Pace } from "./body-clock";
import { type Payload, payloadOf, settled } from "./content-type";
import type { DoorSource } from "./door-source";
import { eventIdIn } from "./event-id";
import { accept } from "./keeping/accept";
import { isBacklogged } from "./keeping/backlog";
import { ENCODING, type Packed, pack } from "./keeping/compress";
import { TooMuchWaiting } from "./keeping/group-commit";
import type { Accepted, NewDelivery } from "./keeping/new-delivery";
import { keptHeaders } from "./kept-headers";
import { backlogged, busy, cutOnTheWay, type Refusal, tooLarge, tooSlow, unavailable, wrongEncoding, wrongType } from "./refusals";
import { holdsBody } from "./signatures/signature";
import type { Passed, ReadHeader, Verifier } from "./signatures/verdict";
import { openVerifier } from "./signatures/verifier";

/** Ed25519 cannot be checked as it streams: such bodies stay in memory until their end, up to this size. */
export const MAX_HELD_BODY = 4 * 1024 * 1024;

/** What a request brings, whichever server took it in. Header names are in lower case; the body is read once. */
export interface Incoming {
  header: ReadHeader;
  body: AsyncIterable<Uint8Array> | null;
}

export interface ReceiveOptions {
  now?: Date;
  pace?: Pace;
}

export type Receipt = { ok: true; status: Accepted["status"]; deliveryId: string } | { ok: false; refusal: Refusal };

/**
 * Takes in one request: what its headers alone decide, then the body once, then the signature, then the commit. Nothing
 * is parsed before it is verified (I4); nothing is accepted before it is committed (I1). Never throws.
 */
export async function receive(
  source: DoorSource,
  incoming: Incoming,
  { now = new Date(), pace = BODY_PACE }: ReceiveOptions = {},
): Promise<Receipt> {
  try {
    const checked = checkHeaders(source, incoming, now);
    return "status" in checked ? refuse(checked) : await take(source, incoming, { ...checked, pace });
  } catch (error) {
    if (error instanceof TooMuchWaiting) return refuse(busy);
    console.error(`door: ${source.key} could not take a mail in:`, error);
    return refuse(unavailable);
  }
}

interface Checked {
  verifier: Verifier;
  payload: Payload;
  maxBytes: number;
  declared: number | undefined;
}

function checkHeaders(source: DoorSource, { header }: Incoming, now: Date): Checked | Refusal {
  const held = source.verification.check === "signature" && holdsBody(source.keys);
  const maxBytes = held ? Math.min(source.maxBytes, MAX_HELD_BODY) : source.maxBytes;

  const declared = declaredLength(header);
  if (declared !== undefined && declared > maxBytes) return tooLarge(maxBytes, declared);
  const encoding = header("content-encoding");
  if (encoding && encoding.toLowerCase() !== "identity") return wrongEncoding(encoding);
  const contentType = header("content-type");
  const payload = payloadOf(contentType);
  if (!payload) return wrongType(contentType ?? "");
  if (isBacklogged()) return backlogged;

  const verifier = openVerifier(source.verification, source.keys, header, now);
  if ("ok" in verifier) return unverified(verifier);
  return { verifier, payload, maxBytes, declared };
}

async function take(
  source: DoorSource,
  { header, body }: Incoming,
  { verifier, payload, maxBytes, declared, pace }: Checked & { pace: Pace },
): Promise<Receipt> {
  const id = newId();
  const read = await readBody(body, {
    maxBytes,
    declared,
    pace,
    inMemory: holdsBody(source.keys) ? maxBytes : MAX_BODY_IN_MEMORY,
    spool: { store: blobStore, key: `${source.workspaceId}/bodies/${id}`, contentType: "application/octet-stream" },
    onChunk: verifier.update,
  });
  if (typeof read === "string") return refuse(unreadable(read, maxBytes, declared));

  const verdict = verifier.finish();
  if (!verdict.ok) {
    await discard(read);
    return refuse(unverified(verdict));
  }

  const stored = read.kept === "memory" ? pack(read.bytes) : SPOOLED;
  const packed = "then" in stored ? await stored : stored;
  const accepted = await accept(toDelivery(id, source, { body: read, packed, payload, verdict, header }));
  if (accepted.status === "duplicate") await discard(read);
  return { ok: true, status: accepted.status, deliveryId: accepted.id };
}

const SPOOLED = { encoding: ENCODING.none, body: null } as const;

interface Taken {
  body: Body;
  packed: Packed | typeof SPOOLED;
  payload: Payload;
  verdict: Passed;
  header: ReadHeader;
}

function toDelivery(id: string, source: DoorSource, { body, packed, payload, verdict, header }: Taken): NewDelivery {
  const contentType = settled(payload, body.kept === "memory" ? body.bytes : body.firstBytes);
  return {
    id,
    workspaceId: source.workspaceId,
    sourceId: source.id,
    dedupeKey: dedupeKey(body, contentType, verdict),
    variantOf: null,
    bodySha256: body.sha256,
    contentType,
    size: body.size,
    headers: keptHeaders(header),
    ...packed,
    bodyKey: body.kept === "blob" ? body.key : null,
  };
}

/** Ids that the signature does not cover are never trusted: a captured request could be replayed under another. */
function dedupeKey(body: Body, contentType: string, { eventId }: Passed): string {
  const id = eventId ?? (body.kept === "memory" && contentType === "application/json" ? eventIdIn(body.bytes) : undefined);
  return id === undefined ? `sha256:${body.sha256}` : `id:${id}`;
}

// After a failed or doubtful commit nothing is discarded: the row may be there and point to these bytes.
async function discard(body: Body) {
  if (body.kept === "blob") await blobStore().remove(body.key);
}

function unreadable(failure: BodyFailure, maxBytes: number, declared: number | undefined): Refusal {
  switch (failure) {
    case "too-large":
      return tooLarge(maxBytes);
    case "too-slow":
      return tooSlow;
    case "cut":
    case "gone":
      return cutOnTheWay(declared);
  }
}

function unverified({ failed, reason, ...trace }: { failed: Refusal["error"]; reason: string; expected?: string; seen?: string }): Refusal {
  return { status: 401, error: failed, message: reason, ...trace };
}

/** Undefined when the body is streamed: that is as good as a length, for we count. */
function declaredLength(header: ReadHeader): number | undefined {
  const text = header("content-length");
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function refuse(refusal: Refusal): Receipt {
  return { ok: false, refusal };
}
