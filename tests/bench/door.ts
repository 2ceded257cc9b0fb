import { startPostgres } from "@/db/embedded/postgres";
import { env } from "@/env";
import { type Measured, measure, rowsOf } from "./door/rounds";
import { type BenchServer, installPeers, startBare, startExpress } from "./door/servers";
import { startSink } from "./door/sink";
import { startApp } from "./support/app";
import { table } from "./support/figures";

const SMALL = { label: "20 KB", bytes: 20_480, rounds: 5, count: { 1: 800, 16: 4_000, 64: 4_000 } };
const LARGE = { label: "1 MB", bytes: 1_048_576, rounds: 3, count: { 1: 40, 16: 128, 64: 192 } };

/**
 * Our door, as `npm start` opens it, beside the servers one would write instead: the same signed requests to each, in
 * turns. Like the peers ours does no more than keep the mails and tell of them: the jobs are told to a stand-in for Inngest.
 */
export async function benchDoor(port: number): Promise<string> {
  installPeers();
  const sink = await startSink();
  const app = await startApp(port, { INNGEST_BASE_URL: sink.url, INNGEST_EVENT_KEY: "bench", MAILROOM_MAX_BACKLOG: "10000000" });
  const stops = [app.stop, sink.stop];
  try {
    const ours: BenchServer = {
      name: "Mailroom",
      port,
      path: `/webhooks/email/${app.source.key}`,
      pids: [app.pid],
      stop: app.stop,
    };
    const { url, pid } = await startPostgres({ dataDirectory: env().MAILROOM_DATA });
    const bare = await startBare(port + 100, app.source.secret, url, pid);
    stops.unshift(bare.stop);
    const express = await startExpress(port + 200, app.source.secret);
    if (express) stops.unshift(express.stop);
    return await report([ours, bare, ...(express ? [express] : [])], app.source.secret);
  } finally {
    for (const stop of stops) await stop();
  }
}

export async function report(servers: BenchServer[], secret: string): Promise<string> {
  await measure(servers, { secret, bytes: 20_480, count: 5_000, connections: 16, rounds: 2 });
  const rows: string[][] = [];
  for (const { label, bytes, rounds, count } of [SMALL, LARGE])
    for (const connections of [1, 16, 64] as const) {
      const measured: Measured[] = await measure(servers, { secret, bytes, rounds, connections, count: count[connections] });
      rows.push(...rowsOf(`${label}, ${connections} at once`, measured));
    }
  return table(["", "server", "requests/s", "p50 ms", "p99 ms", "CPU µs", "Mailroom is", "failed"], rows);
}
