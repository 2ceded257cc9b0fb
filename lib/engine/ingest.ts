import { createHash } from "node:crypto";
import type postgres from "postgres";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import { DEDUPE_HOURS, MAX_EVENT_BYTES, MAX_EVENT_NAME, MAX_EVENTS_PER_REQUEST } from "./limits";
import type { Sql, Store, Tx } from "./store";
import { wake } from "./wake";

/** Postgres keeps no NUL in text. */
const PRINTABLE = /^[^\0]*$/;

const orElse = <T>(schema: z.ZodType<T>, missing: () => T) => schema.nullish().transform((given) => given ?? missing());

const eventBody = z.object({
  id: z.string().max(512).regex(PRINTABLE).optional(),
  name: z.string().min(1).max(MAX_EVENT_NAME).regex(PRINTABLE),
  data: orElse<Record<string, unknown>>(z.record(z.string(), z.unknown()), () => ({})),
  ts: orElse(z.number().int(), Date.now),
  user: z.unknown().optional(),
  v: z.unknown().optional(),
  meta: z.unknown().optional(),
});

/** An event as functions receive it. */
export type EventBody = z.infer<typeof eventBody> & { id: string };

/** An event we cannot take; the message says why, the HTTP status how. */
export class RefusedEvent extends Error {
  readonly status: number = 400;
}

class TooLarge extends RefusedEvent {
  override readonly status = 413;
}

/**
 * Takes events in: answers their ids once they are committed. An id that was seen within 24 hours triggers nothing
 * and is answered all the same. `seed` identifies the request over its retries, so that events without an id of
 * their own are recognised too.
 */
export async function acceptEvents(store: Store, payload: unknown, seed: string | null): Promise<string[]> {
  const events = parseEvents(payload, seed);
  await store.ready();
  const ids = await store.accept(events);
  wake(store);
  return ids;
}

function parseEvents(payload: unknown, seed: string | null): EventBody[] {
  const list = Array.isArray(payload) ? payload : [payload];
  if (list.length > MAX_EVENTS_PER_REQUEST) throw new TooLarge(`more than ${MAX_EVENTS_PER_REQUEST} events in one request`);
  return list.map((candidate, index) => {
    const parsed = eventBody.safeParse(candidate);
    if (!parsed.success) throw new RefusedEvent(`event ${index}: ${z.prettifyError(parsed.error)}`);
    const event = { ...parsed.data, id: parsed.data.id || derivedId(seed, index) };
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES)
      throw new TooLarge(`event ${index} (${event.name}) is larger than ${MAX_EVENT_BYTES} bytes`);
    return event;
  });
}

function derivedId(seed: string | null, index: number): string {
  return seed ? createHash("sha256").update(`${seed},${index}`).digest("hex") : uuid();
}

/** An event on its way to become runs. */
export interface TakenEvent {
  seq: string;
  body: EventBody;
  /** Function that it starts, whatever its triggers; null: those it triggers. */
  target: string | null;
  /** Run and step that wait for the outcome. */
  parentRun: string | null;
  parentStep: string | null;
}

/** Events that nobody has seen to, for this transaction alone; `which` of them, and in what order. */
export function takeEvents(tx: Tx, which: postgres.Fragment): Promise<TakenEvent[]> {
  return tx<TakenEvent[]>`
    select seq, body, target, parent_run as "parentRun", parent_step as "parentStep"
    from event
    where dispatched_at is null and (name like 'inngest/function.%' or not exists (select from setting where key = 'draining')) ${which}
    for update skip locked`;
}

/**
 * In the order given. Repeats within `DEDUPE_HOURS` change nothing.
 *
 * @param target function that they start, whatever its triggers; null: those they trigger
 */
export async function insertEvents(sql: Sql, events: EventBody[], target: string | null = null): Promise<void> {
  const unique = [...new Map(events.map((event) => [event.id, event])).values()];
  const bodies = unique.map((event) => JSON.stringify(event));
  await sql`
    insert into event (id, name, body, target)
    select id, name, body::json, ${target}
    from unnest(${unique.map(({ id }) => id)}::text[], ${unique.map(({ name }) => name)}::text[], ${bodies}::text[])
      with ordinality as e(id, name, body, ord)
    order by ord
    on conflict (id) do update
      set seq = default, name = excluded.name, body = excluded.body, received_at = now(), dispatched_at = null
      where event.received_at < now() - ${DEDUPE_HOURS} * interval '1 hour'`;
}
