import { admit } from "./admit";
import { failure } from "./answers";
import type { Registry } from "./functions";
import { gather } from "./gather";
import { type TakenEvent, takeEvents } from "./ingest";
import { takeAhead } from "./overtake";
import { describeRun, insertRuns, type NewRun } from "./runs";
import type { Store, Tx } from "./store";
import { matchWaits, resolveWait } from "./waits";

/** Events turned into runs per transaction. */
const BATCH = 500;

/**
 * Turns the oldest events that nobody has seen to into runs, wakes what waited for them, and marks them done: all or
 * nothing. Answers how many it took. Several processes share the work.
 */
export function dispatch(store: Store, registry: Registry): Promise<number> {
  return store.quick.begin(async (tx) => {
    const oldest = await takeEvents(tx, tx`order by seq limit ${BATCH}`);
    const last = oldest.at(-1);
    if (!last) return 0;

    const crowd: NewRun[] = [];
    for (const events of inTurns(oldest, registry)) {
      await matchWaits(tx, events);
      crowd.push(...(await startAll(tx, registry, events)));
    }
    const ahead = oldest.length < BATCH ? [] : await takeAhead(tx, registry, crowd, last.seq);
    await startAll(tx, registry, ahead);

    const taken = [...oldest, ...ahead].map(({ seq }) => seq);
    await tx`update event set dispatched_at = now() where seq = any(${taken}::bigint[])`;
    return taken.length;
  });
}

async function startAll(tx: Tx, registry: Registry, events: TakenEvent[]): Promise<NewRun[]> {
  const runs: NewRun[] = [];
  for (const event of events) for await (const run of startedBy(tx, registry, event)) runs.push(run);
  await insertRuns(tx, runs);
  return runs;
}

/** An event that cancels must find the runs that events before it start, and not the ones it starts itself. */
function inTurns(events: TakenEvent[], { cancelling }: Registry): TakenEvent[][] {
  const turns: TakenEvent[][] = [[]];
  for (const event of events) {
    if (cancelling.has(event.body.name)) turns.push([]);
    turns.at(-1)?.push(event);
  }
  return turns;
}

async function* startedBy(tx: Tx, registry: Registry, { body: event, target, parentRun, parentStep }: TakenEvent): AsyncGenerator<NewRun> {
  if (target === null) {
    for (const fn of registry.triggeredBy(event)) yield* await admit(tx, fn, await gather(tx, fn, event));
    return;
  }
  const fn = registry.find(target);
  if (fn) yield { ...describeRun(fn, [event]), parentRun, parentStep };
  else if (parentRun && parentStep) {
    const error = failure(`There is no function "${target}"`);
    await resolveWait(tx, parentRun, { id: parentStep, op: "InvokeFunction", name: target, error });
  }
}
