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
      await tx`insert into cron (fn_id, expr, last_at) values (${fn.id}, ${expr}, ${now}) on conflict do nothing`;
      const [last] = await tx<{ at: Date }[]>`select last_at as at from cron where fn_id = ${fn.id} and expr = ${expr} for update`;
      if (!last || (last.at >= due && last.at <= now)) return 0;
      await tx`update cron set last_at = ${due} where fn_id = ${fn.id} and expr = ${expr}`;
      // Last ran in what is now the future: the clock was set back. Go on from here.
      if (last.at > now) return 0;
      const id = `cron:${fn.id}:${expr}:${due.toISOString()}`;
      const event = { id, name: "inngest/scheduled.timer", data: { cron: expr }, ts: due.getTime() };
      await insertEvents(tx, [event], { target: fn.id });
      return 1;
    });
  }
  return fired;
}
