import type { FunctionSpec, Registry } from "./functions";
import { type TakenEvent, takeEvents } from "./ingest";
import { describeRun, type NewRun } from "./runs";
import type { Tx } from "./store";

/** Newest events looked at while more wait than one batch holds. */
const LOOK = 100;

/**
 * The newest events that may be dispatched before those in front of them: events of other lanes than the crowd that is being
 * dispatched, so that it does not delay the single event sent behind it. Only events whose place in the order nobody can see: no
 * run waits for their name, they cancel nothing, and whatever they start neither counts, gathers nor is cancelled by others.
 */
export async function takeAhead(tx: Tx, registry: Registry, crowd: NewRun[], afterSeq: string): Promise<TakenEvent[]> {
  const nobodyWaits = tx`
    and seq > ${afterSeq}::bigint and target is null and not exists (select from wait where event_name = event.name)
    order by seq desc limit ${LOOK}`;
  const newest = await takeEvents(tx, nobodyWaits);
  const crowded = new Set(crowd.map(({ lane }) => lane));
  return newest.reverse().filter((event) => mayOvertake(registry, event, crowded));
}

function mayOvertake(registry: Registry, { body: event }: TakenEvent, crowded: ReadonlySet<string>): boolean {
  if (registry.cancelling.has(event.name)) return false;
  return registry.triggeredBy(event).every((fn) => isOrderless(fn) && !crowded.has(describeRun(fn, [event]).lane));
}

/** Its runs are the same whichever of their events comes first. */
function isOrderless({ cancel, idempotency, batchEvents, debounce, rateLimit, throttle, singleton }: FunctionSpec): boolean {
  return cancel.length === 0 && !idempotency && !batchEvents && !debounce && !rateLimit && !throttle && !singleton;
}
