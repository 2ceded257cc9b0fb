import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const START_MS = 120_000;
const LOOK_MS = 100;

/** The built app in a process of its own. */
export interface App {
  /** Where it answers. */
  origin: string;
  /** The one-time link of its start, if it printed one. */
  signInUrl: string | undefined;
  pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** Sends a signal and waits for the end: the exit code, or null when the signal itself ended it, and how long that took. */
  end(signal?: NodeJS.Signals): Promise<{ code: number | null; ms: number }>;
}

export interface AppOptions {
  dataDirectory: string;
  /** On top of PATH and what every test needs. */
  variables?: Record<string, string>;
  /** What to run instead of the built server. */
  command?: readonly [string, ...string[]];
  /** What it prints when it is ready, with its origin as the first group. */
  ready?: RegExp;
}

/** All that happens before it has said where mail comes in may still fail. */
const READY = /Mailroom is ready at (\S+)[\s\S]*Mail comes in at/;

/** Starts the built app and waits until it answers. Rejects with its output when it ends instead. */
export async function startApp(options: AppOptions): Promise<App> {
  const { child, output } = spawnApp(options);
  const origin = await isReady(child, output, options.ready ?? READY);
  return {
    origin,
    signInUrl: /Sign in once with (\S+)/.exec(output())?.[1],
    pid: child.pid ?? 0,
    output,
    end: (signal = "SIGTERM") => endProcess(child, signal),
  };
}

/** Runs the app until it ends by itself: a start that is refused. */
export async function runApp(options: AppOptions): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnApp(options);
  await once(child, "close");
  return { code: child.exitCode, output: output() };
}

function spawnApp({ dataDirectory, variables, command = builtServer() }: AppOptions) {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: "production",
      NEXT_TELEMETRY_DISABLED: "1",
      MAILROOM_DATA: dataDirectory,
      MAILROOM_DEMO: "0",
      // Any free port.
      PORT: "0",
      ...variables,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      text += chunk;
    });
  return { child, output: () => text };
}

/** What `npm start` runs once the build is fresh, which `npm test` sees to before. */
function builtServer(): [string, ...string[]] {
  if (!existsSync(".server/server.mjs") || !existsSync(".next/BUILD_ID")) throw new Error("nothing is built: run `npm run build` first");
  return [process.execPath, "--enable-source-maps", ".server/server.mjs"];
}

async function isReady(child: ChildProcess, output: () => string, ready: RegExp): Promise<string> {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(LOOK_MS)) {
    const [, origin] = ready.exec(output()) ?? [];
    if (origin) return origin;
    if (hasEnded(child)) throw new Error(`the app ended with ${child.exitCode}:\n${output()}`);
  }
  child.kill("SIGKILL");
  throw new Error(`the app was not ready within ${START_MS} ms:\n${output()}`);
}

export async function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
  const start = performance.now();
  if (!hasEnded(child)) {
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }
  return { code: child.exitCode, ms: performance.now() - start };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
