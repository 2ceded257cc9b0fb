import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { constants, setPriority } from "node:os";
import { Readable } from "node:stream";
import { type Decoded, type DecoderAnswer, type DecoderTask, MAX_CPU_SECONDS, Undecodable } from "./protocol";

const MAX_HEAP_MB = 512;
/** Far more than two pictures or the text of a file. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
/** When one that does nothing, or gets no processor, is given up for now. */
const MAX_WAIT_MS = 60_000;

export interface DecoderLimits {
  cpuSeconds?: number;
  waitMs?: number;
}

/**
 * Has a file of strangers decoded in a process of its own, with none of our secrets, less of the processor, and an end: what crashes, hangs or
 * swells there takes one preview with it and nothing else. Throws `Undecodable` with the reason when trying again would end the same way.
 */
export async function runDecoder(
  task: DecoderTask,
  bytes: ReadableStream<Uint8Array>,
  { cpuSeconds = MAX_CPU_SECONDS, waitMs = MAX_WAIT_MS }: DecoderLimits = {},
): Promise<Decoded> {
  const child = start([`--max-old-space-size=${MAX_HEAP_MB}`, ...(await decoderCode()), task], cpuSeconds);
  // Nobody would read them.
  await once(child, "spawn").catch((error: unknown) => bytes.cancel().finally(() => Promise.reject(error)));
  yieldTo(child);
  let overrun = false;
  const deadline = setTimeout(() => {
    overrun = true;
    child.kill("SIGKILL");
  }, waitMs);
  try {
    const ended = once(child, "close");
    // One that ends early closes its end: what it said counts, not that nobody read the rest.
    const [output] = await Promise.all([outputOf(child), feed(child, bytes)]);
    const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    if (overrun) throw new Error(`The decoder did not end within ${waitMs / 1000} seconds`);
    if (signal === "SIGXCPU") throw new Undecodable(`It takes longer than ${cpuSeconds} seconds to read.`);
    return parse(output, code, signal);
  } finally {
    clearTimeout(deadline);
    child.kill("SIGKILL");
  }
}

/** A Node that the system ends when it has used up its time. Windows cannot: there the clock has to do. */
function start(args: string[], cpuSeconds: number): ChildProcess {
  const env: NodeJS.ProcessEnv = { NODE_ENV: "production", MALLOC_ARENA_MAX: "2" };
  const stdio: StdioOptions = ["pipe", "pipe", "ignore"];
  if (process.platform !== "win32")
    return spawn("/bin/sh", ["-c", `ulimit -S -t ${cpuSeconds} && exec "$0" "$@"`, process.execPath, ...args], { env, stdio });
  return spawn(process.execPath, args, { env: { ...env, SystemRoot: process.env.SystemRoot }, stdio });
}

/** Mail that is being filed goes first. */
function yieldTo(child: ChildProcess) {
  try {
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It has ended already, or the platform knows no priorities.
  }
}

async function feed(child: ChildProcess, bytes: ReadableStream<Uint8Array>) {
  if (!child.stdin) return;
  const source = Readable.fromWeb(bytes as Parameters<typeof Readable.fromWeb>[0]);
  const broken = new Promise<never>((_, fail) => source.once("error", fail));
  const taken = new Promise<void>((done) => child.stdin?.on("error", () => done()).on("close", () => done()));
  source.pipe(child.stdin);
  await Promise.race([taken, broken]).finally(() => source.destroy());
}

async function outputOf(child: ChildProcess): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of child.stdout ?? []) {
    size += chunk.length;
    if (size > MAX_OUTPUT_BYTES) throw new Undecodable("It turns into more than can be kept.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Signals by which it is told to end, as when the server is: another try may go better. All others are its own doing. */
const FROM_OUTSIDE = new Set<NodeJS.Signals | null>(["SIGTERM", "SIGINT", "SIGHUP"]);

function parse(output: Buffer, code: number | null, signal: NodeJS.Signals | null): Decoded {
  if (FROM_OUTSIDE.has(signal)) throw new Error(`The decoder was ended by ${signal}`);
  const end = output.indexOf("\n");
  if (code !== 0 || end < 0) throw new Undecodable("It cannot be read: it is damaged, or needs more memory than it may take.");
  const answer = JSON.parse(output.toString("utf8", 0, end)) as DecoderAnswer;
  if (!answer.ok) throw new Undecodable(answer.reason);
  const starts = answer.parts.map((_, index) => answer.parts.slice(0, index).reduce((sum, length) => sum + length, end + 1));
  return { facts: answer.facts, parts: starts.map((start, index) => output.subarray(start, start + (answer.parts[index] ?? 0))) };
}

let code: Promise<string[]> | undefined;

/** Arguments that have Node run entry.ts: built ahead in production (scripts/build.mjs), from the sources everywhere else. */
function decoderCode(): Promise<string[]> {
  code ??= findCode().catch((error: unknown) => {
    code = undefined;
    throw error;
  });
  return code;
}

async function findCode(): Promise<string[]> {
  const file = `${/* turbopackIgnore: true */ process.cwd()}/.server/decoder.cjs`;
  if (process.env.NODE_ENV === "production" && existsSync(file)) return [file];
  const { build } = await import(/* turbopackIgnore: true */ "esbuild");
  const { outputFiles } = await build({
    entryPoints: ["lib/attachments/decoder/entry.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    tsconfig: "tsconfig.node.json",
    // An argument of a command line has room for our own code only.
    packages: "external",
    write: false,
    logLevel: "error",
  });
  return ["--eval", outputFiles[0]?.text ?? "", "--"];
}
