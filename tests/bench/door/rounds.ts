import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { cpuTime } from "../support/cpu";
import { p50, p99, round } from "../support/figures";
import type { Outcome } from "./load";
import type { Order } from "./requests";
import type { BenchServer } from "./servers";

export interface Rounds extends Order {
  connections: number;
  rounds: number;
}

export interface Measured {
  server: string;
  perSecond: number;
  p50: number;
  p99: number;
  /** CPU time of the server's processes per request, in microseconds; its database's included. */
  cpu: number;
  failed: number;
  /** Of ours to this one, requests per second: the median over the rounds, each pair measured side by side. */
  oursTo: number;
}

/** Measures the servers in turns on the same requests; every second round in reverse order. The first server is ours. */
export async function measure(servers: BenchServer[], { rounds, connections, ...order }: Rounds): Promise<Measured[]> {
  const load = fork("tests/bench/door/load.ts", { execArgv: ["--import", "tsx"], serialization: "advanced" });
  const outcomes = new Map<BenchServer, (Outcome & { cpuMs: number })[]>(servers.map((server) => [server, []]));
  try {
    for (let at = 0; at < rounds; at++) {
      await ask(load, { prepare: order });
      for (const server of at % 2 === 0 ? servers : servers.toReversed()) {
        const before = cpuTime(server.pids);
        const outcome = (await ask(load, { fire: { port: server.port, path: server.path, connections } })) as Outcome;
        outcomes.get(server)?.push({ ...outcome, cpuMs: cpuTime(server.pids) - before });
      }
    }
  } finally {
    load.kill();
  }

  const rates = servers.map((server) => (outcomes.get(server) ?? []).map(({ times, seconds }) => times.length / seconds));
  return servers.map((server, at) => {
    const all = outcomes.get(server) ?? [];
    return {
      server: server.name,
      perSecond: p50(rates[at] ?? []),
      p50: p50(all.map(({ times }) => p50(times))),
      p99: p50(all.map(({ times }) => p99(times))),
      cpu: p50(all.map(({ cpuMs, times }) => (cpuMs * 1000) / times.length)),
      failed: all.reduce((sum, { failed }) => sum + failed, 0),
      oursTo: p50((rates[at] ?? []).map((rate, pair) => (rates[0]?.[pair] ?? 0) / rate)),
    };
  });
}

export function rowsOf(label: string, measured: Measured[]): string[][] {
  return measured.map((row, at) => [
    at === 0 ? label : "",
    row.server,
    round(row.perSecond),
    round(row.p50, 1),
    round(row.p99, 1),
    Number.isNaN(row.cpu) ? "" : round(row.cpu),
    at === 0 ? "" : `${round(row.oursTo, 2)}x`,
    String(row.failed),
  ]);
}

async function ask(load: ChildProcess, message: object): Promise<unknown> {
  load.send(message);
  const [answer] = await once(load, "message");
  return answer;
}
