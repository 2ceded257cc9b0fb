import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { freePort } from "@/db/embedded/port";

const READY_MS = 60_000;
const LOOK_MS = 100;

export interface Server {
  origin: string;
  /** As an operator would, by SIGTERM. */
  stop(): Promise<void>;
  /** On the port it had. */
  start(): Promise<void>;
}

/** What `npm start` runs, on a free port. It must have been built. */
export async function startServer(environment: Record<string, string>): Promise<Server> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let child: ChildProcess | undefined;

  async function start() {
    const env = {
      ...process.env,
      ...environment,
      PORT: String(port),
      HOST: "127.0.0.1",
      MAILROOM_URL: origin,
      NODE_ENV: "production" as const,
    };
    const started = spawn(process.execPath, ["scripts/start.mjs"], { env, stdio: ["ignore", "ignore", "inherit"] });
    child = started;
    await untilReady(origin, started);
  }

  async function stop() {
    if (!child || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await exited;
  }

  await start();
  return { origin, start, stop };
}

async function untilReady(origin: string, child: ChildProcess) {
  for (const end = Date.now() + READY_MS; Date.now() < end; ) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before it was ready`);
    const ready = await fetch(`${origin}/api/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (ready) return;
    await new Promise((again) => setTimeout(again, LOOK_MS));
  }
  throw new Error(`The server was not ready after ${READY_MS} ms`);
}
