import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { END, type ThreadOrder, type ThreadReady } from "@/lib/process/serving-thread";
import { jobsListener } from "./serve";

// What runs in the thread of the jobs (server.ts): the engine calls them here, so that filing mail and answering the door each have
// a core. A bundle of its own.

/** Longer than the engine keeps a connection that it does not use. */
const KEEP_ALIVE_MS = 65_000;

process.setSourceMapsEnabled(true);
// As in scripts/start.mjs: a thread's own object is as slow.
process.env = { ...process.env };

// One job's forgotten promise is no reason to break the connections of all others.
process.on("unhandledRejection", (error) => console.error("jobs: a promise was rejected and nobody listened:", error));

const server = createServer(jobsListener());
server.keepAliveTimeout = KEEP_ALIVE_MS;
server.listen((workerData as ThreadOrder).port, "127.0.0.1", () => {
  parentPort?.postMessage({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } satisfies ThreadReady);
});

// Nothing is waited for: what a job has not told the engine it does again after the next start.
parentPort?.on("message", (message) => {
  if (message === END) process.exit();
});
