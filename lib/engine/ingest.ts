import { createHash } from "node:crypto";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import { json } from "./json";
import { DEDUPE_HOURS, MAX_EVENT_BYTES, MAX_EVENT_NAME, MAX_EVENTS_PER_REQUEST } from "./limits";
import type { Sql, Tx } from "./sql";
import type { Store } from "./store";
import { wake } from "./wake";

/** Postgres keeps no NUL in text. */
const PRINTABLE = /^[^\0]*$/;

/** An event as functions receive it. */
const eventBody = z.object({
  id: z.string().max(512).regex(PRINTABLE).optional(),
  name: z.string().min(1).max(MAX_EVENT_NAME).regex(PRINTABLE),
  data: z.record(z.string(), z.unknown()).nullish(),
  ts: z.number().int().nullish(),
  user: z.unknown().optional(),
  v: z.unknown().optional(),
  meta: z.unknown().optional(),
});

export interface EventBody {
  id: string;
  name: string;
  data: Record<string, unknown>;
  ts: number;
  user?: unknown;
  v?: unknown;
  meta?: unknown;
}

/** An event we cannot take; the message says why, the status how. */
export class RefusedEvent extends Error {
  override name = "RefusedEvent";
  constructor(
    message: string,
    readonly status: 400 | 413,
  ) {
    super(message);
  }
}

/**
 * Takes events in: answers their ids once they are committed. An id that was seen within 24 hours triggers nothing
 * and is answered all the same. `seed` identifies the request over its retries, so that events without an id of
 * their own are recognised too.
 */
export async function acceptEvents(store: Store, payload: unknown, seed: string | null): Promise<string[]> {
  const events = parseEvents(payload, seed);
  await store.ready();
  await store.accept(events);
  wake(store);
  return events.map((event) => event.id);
}

function parseEvents(payload: unknown, seed: string | null): EventBody[] {
  const list = Array.isArray(payload) ? payload : [payload];
  if (list.length > MAX_EVENTS_PER_REQUEST) throw new RefusedEvent(`more than ${MAX_EVENTS_PER_REQUEST} events in one request`, 413);
  return list.map((candidate, index) => {
    const parsed = eventBody.safeParse(candidate);
    if (!parsed.success) throw new RefusedEvent(`event ${index}: ${z.prettifyError(parsed.error)}`, 400);
    const { id, name, data, ts, user, v, meta } = parsed.data;
    const event: EventBody = { id: id || derivedId(seed, index), name, data: data ?? {}, ts: ts ?? Date.now() };
    if (user !== undefined) event.user = user;
    if (v !== undefined) event.v = v;
    if (meta !== undefined) event.meta = meta;
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES)
      throw new RefusedEvent(`event ${index} (${name}) is larger than ${MAX_EVENT_BYTES} bytes`, 413);
    return event;
  });
}

function derivedId(seed: string | null, index: number): string {
  return seed ? createHash("sha256").update(`${seed},${index}`).digest("hex") : uuid();
}

/** In the order given. Repeats within `DEDUPE_HOURS` change nothing. */
export async function insertEvents(sql: Sql | Tx, events: EventBody[]): Promise<void> {
  const unique = [...new Map(events.map((event) => [event.id, event])).values()];
  await sql`
    insert into event (id, name, body)
    select id, name, body::json
    from unnest(${unique.map(({ id }) => id)}::text[], ${unique.map(({ name }) => name)}::text[], ${unique.map(json)}::text[])
      with ordinality as e(id, name, body, ord)
    order by ord
    on conflict (id) do update
      set seq = default, name = excluded.name, body = excluded.body, received_at = now(), dispatched_at = null
      where event.received_at < now() - ${DEDUPE_HOURS} * interval '1 hour'`;
}

export interface TargetedEvent {
  event: EventBody;
  /** Function that this event starts, whatever its triggers. */
  target: string;
  /** Run and step that wait for the outcome. */
  parentRun?: string;
  parentStep?: string;
}

/** An event for one function. Safe to repeat: its id counts once. */
export async function insertTargeted(sql: Sql | Tx, { event, target, parentRun, parentStep }: TargetedEvent): Promise<void> {
  await sql`
    insert into event (id, name, body, target, parent_run, parent_step)
    values (${event.id}, ${event.name}, ${json(event)}::text::json, ${target}, ${parentRun ?? null}, ${parentStep ?? null})
    on conflict do nothing`;
}

/** An event on its way to become runs. */
export interface TakenEvent {
  seq: string;
  body: EventBody;
  target: string | null;
  parentRun: string | null;
  parentStep: string | null;
}
