import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { startPostgres } from "@/db/embedded/postgres";
import { p50, p99, round, table } from "../support/figures";
import { makeHistory } from "./history";
import { type EngineLab, openEngineLab } from "./lab";

const SENDERS = 20;
const EVENTS = 2_000;
/** A process that has run for a while has compiled what it does often. */
const WARM_UP = 2_000;
const THREADS = 400;
const IDLE_RUNS = 100;
/** Events sent at even distances, whatever is still under way. */
const STEADY_PER_SECOND = 60;
const STEADY_EVENTS = 600;
/** Another tenant's events that wait when a single one is sent. */
const CROWD = 10_000;
const CROWD_AT_ONCE = 1_000;

/** What the embedded engine does per second, how soon, beside a crowd, and with a long history behind it. */
export async function benchEngine(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "mailroom-engine-"));
  await chmod(directory, 0o755);
  const server = await startPostgres({ dataDirectory: directory });
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined });
  try {
    const rows = [await measure("checkpoint", server.url, true), await measure("classic", server.url, false)];
    await makeHistory(sql);
    rows.push(await measure("checkpoint, after 1,000,000 runs, 100,000 asleep", server.url, true));
    const [left] = await sql`select count(*)::int as runs from inngest_embedded.run r where outcome is null
      and not exists (select from inngest_embedded.job where run_id = r.id and kind = 'timer')`;
    const head = [
      "",
      "accepted/s",
      "ack p50 / p99 ms",
      "ended/s",
      "CPU ms each",
      "idle p50 / p99 ms",
      "at 60/s p50 / p99 ms",
      "one behind 10,000, s",
    ];
    return `${table(head, rows)}\n\nUnfinished at the end: ${left?.runs}`;
  } finally {
    await sql.end();
    await server.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(name: string, databaseUrl: string, checkpoint: boolean): Promise<string[]> {
  const lab = await openEngineLab(databaseUrl, checkpoint);
  try {
    await load(lab, WARM_UP);
    const { accepted, ended, acks, cpuMs } = await load(lab, EVENTS);
    const idle = await idleRuns(lab);
    const steady = await steadyRuns(lab);
    const behind = await oneBehindACrowd(lab);
    return [
      name,
      round(accepted),
      `${round(p50(acks), 1)} / ${round(p99(acks), 1)}`,
      round(ended),
      round(cpuMs, 1),
      `${round(p50(idle), 1)} / ${round(p99(idle), 1)}`,
      `${round(p50(steady), 1)} / ${round(p99(steady), 1)}`,
      round(behind / 1000, 2),
    ];
  } finally {
    await lab.stop();
  }
}

async function load(lab: EngineLab, events: number) {
  const target = lab.endedSoFar() + events;
  const cpuBefore = lab.cpuMs();
  const start = performance.now();
  const acks: number[] = [];
  let sent = 0;
  await Promise.all(
    Array.from({ length: SENDERS }, async () => {
      while (sent++ < events) {
        const at = performance.now();
        await lab.send(`thread ${sent % THREADS}`);
        acks.push(performance.now() - at);
      }
    }),
  );
  const acceptedMs = performance.now() - start;
  await lab.ended(target);
  const endedMs = performance.now() - start;
  const cpuMs = (lab.cpuMs() - cpuBefore) / events;
  return { accepted: (events / acceptedMs) * 1000, ended: (events / endedMs) * 1000, acks, cpuMs };
}

/** From sending to the end of the third step, one after the other. */
async function idleRuns(lab: EngineLab): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < IDLE_RUNS; run++) times.push(await timed(lab, "idle"));
  return times;
}

/** The same while others are under way. */
async function steadyRuns(lab: EngineLab): Promise<number[]> {
  const runs: Promise<number>[] = [];
  const start = performance.now();
  for (let n = 0; n < STEADY_EVENTS; n++) {
    await sleep(start + (n * 1000) / STEADY_PER_SECOND - performance.now());
    runs.push(timed(lab, `steady ${n}`));
  }
  return Promise.all(runs);
}

async function timed(lab: EngineLab, thread: string): Promise<number> {
  const target = lab.endedSoFar(thread) + 1;
  const start = performance.now();
  await lab.send(thread);
  await lab.ended(target, thread);
  return performance.now() - start;
}

/** Ms from sending one event of a quiet tenant to the end of its run, while a loud one's wait. */
async function oneBehindACrowd(lab: EngineLab): Promise<number> {
  const target = lab.endedSoFar() + CROWD + 1;
  for (let sent = 0; sent < CROWD; sent += CROWD_AT_ONCE) await lab.sendMany("loud", CROWD_AT_ONCE);
  const took = await timed(lab, "quiet");
  await lab.ended(target);
  return took;
}
