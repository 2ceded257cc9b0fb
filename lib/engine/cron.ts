import { parseCron, type Registry } from "./functions";
import { insertEvents } from "./ingest";
import type { Store } from "./store";

/**
 * Starts every cron function whose time has come since it last ran: once, however many times were missed and however
 * many processes look. A clock that was set back starts nothing twice. Answers how many it started.
 */
export async function fireCrons(store: Store, { crons }: Registry, now: Date): Promise<number> {
  let fired = 0;
  for (const { fn, expr } of crons) {
    const [due] = parseCron(expr).previousRuns(1, now);
    if (!due) continue;
    fired += await store.firm.begin(async (tx) => {
      // New here: its next time is the first. Last ran in what is now the future, as the clock was set back: goes on from here.
      await tx`
        insert into cron (fn_id, expr, last_at) values (${fn.id}, ${expr}, ${now})
        on conflict (fn_id, expr) do update set last_at = ${due} where cron.last_at > ${now}`;
      const { count } = await tx`update cron set last_at = ${due} where fn_id = ${fn.id} and expr = ${expr} and last_at < ${due}`;
      const id = `cron:${fn.id}:${expr}:${due.toISOString()}`;
      const event = { id, name: "inngest/scheduled.timer", data: { cron: expr }, ts: due.getTime() };
      if (count > 0) await insertEvents(tx, [event], fn.id);
      return count;
    });
  }
  return fired;
}
