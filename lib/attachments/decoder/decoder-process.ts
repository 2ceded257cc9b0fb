import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { Socket } from "node:net";
import { constants, setPriority } from "node:os";
import type { Readable, Writable } from "node:stream";
import { ByteReader } from "./byte-reader";
import { decoderCode } from "./decoder-code";
import { type Decoded, type DecoderRequest, type DecoderUse, Undecodable } from "./protocol";
import { readAnswer } from "./read-answer";

const MAX_HEAP_MB = 512;
/** Most files one process opens. */
const MAX_FILES = 50;
/** A process that has grown beyond is not given another file. */
const MAX_KEPT_BYTES = 256 * 1024 * 1024;

type Ending = [code: number | null, signal: NodeJS.Signals | null];

/** By these it is told to end, as when the server is: another try may go better. All others are its own doing. */
const FROM_OUTSIDE = new Set<NodeJS.Signals | null>(["SIGTERM", "SIGINT", "SIGHUP"]);

/**
 * A process that opens files of strangers, one after the other: with none of our secrets, less of the processor, and an end. Each file has
 * `cpuSeconds` of the processor at least and twice as many at most: that is when the system ends the process, and who has used up half of it gets
 * no other file.
 */
export class DecoderProcess {
  readonly #child: ChildProcess;
  readonly #stdin: Writable;
  readonly #output: ByteReader;
  readonly #closed: Promise<Ending>;
  /** Nothing more can be told to it. */
  readonly #deaf: Promise<unknown>;
  readonly #cpuSeconds: number;
  #files = 0;
  #used: DecoderUse = { cpuMs: 0, memoryBytes: 0 };
  #failed = false;

  private constructor(child: ChildProcess, stdin: Writable, stdout: Readable, cpuSeconds: number) {
    this.#child = child;
    this.#stdin = stdin;
    this.#output = new ByteReader(stdout);
    this.#cpuSeconds = cpuSeconds;
    this.#closed = once(child, "close") as Promise<Ending>;
    this.#deaf = once(stdin, "close");
    // Of one that has ended nobody reads the rest: what counts is what it said.
    stdin.on("error", () => undefined);
  }

  static async start(cpuSeconds: number): Promise<DecoderProcess> {
    const child = spawnNode([`--max-old-space-size=${MAX_HEAP_MB}`, ...(await decoderCode())], 2 * cpuSeconds);
    await once(child, "spawn");
    yieldTo(child);
    if (!child.stdin || !child.stdout) throw new Error("The decoder has no pipes");
    return new DecoderProcess(child, child.stdin, child.stdout, cpuSeconds);
  }

  /** Throws `Undecodable` with the reason when another try in a process of its own would end the same way. */
  async decode(request: DecoderRequest, bytes: ReadableStream<Uint8Array>, waitMs: number): Promise<Decoded> {
    let overrun = false;
    const deadline = setTimeout(() => {
      overrun = true;
      this.end();
    }, waitMs);
    const source = bytes.getReader();
    this.#files++;
    try {
      const answered = this.#read();
      // Either ends it: bytes that break off, or a process that ended before it had them all.
      const decoded = await Promise.race([answered, this.#feed(request, source).then(() => answered)]);
      if (decoded) return decoded;
      const [code, signal] = await this.#closed;
      if (overrun) throw new Error(`The decoder did not end within ${waitMs / 1000} seconds`);
      if (FROM_OUTSIDE.has(signal)) throw new Error(`The decoder was ended by ${signal}`);
      if (signal === "SIGXCPU") throw new Undecodable(`It takes longer than ${this.#cpuSeconds} seconds to read.`);
      throw new Undecodable("It cannot be read: it is damaged, or needs more memory than it may take.", { cause: code });
    } catch (error) {
      this.#failed = true;
      throw error;
    } finally {
      clearTimeout(deadline);
      await source.cancel().catch(() => undefined);
    }
  }

  /** Whether it may be given another file: it has done well with all it had, and has room. */
  get isFit(): boolean {
    const isAlive = this.#child.exitCode === null && this.#child.signalCode === null;
    const hasRoom = this.#used.cpuMs < this.#cpuSeconds * 1_000 && this.#used.memoryBytes < MAX_KEPT_BYTES;
    return isAlive && hasRoom && !this.#failed && this.#files < MAX_FILES;
  }

  /** Whether it keeps our own process alive. */
  hold(isHeld: boolean) {
    for (const one of [this.#child, this.#child.stdin, this.#child.stdout]) {
      if (one !== this.#child && !(one instanceof Socket)) continue;
      if (isHeld) one.ref();
      else one.unref();
    }
  }

  end() {
    this.#child.kill("SIGKILL");
  }

  /** A file in the form of protocol.ts, no faster than it is taken. */
  async #feed(request: DecoderRequest, source: ReadableStreamDefaultReader<Uint8Array>) {
    const send = async (bytes: Uint8Array | string) => {
      if (!this.#stdin.write(bytes)) await Promise.race([once(this.#stdin, "drain"), this.#deaf]);
    };
    await send(`${JSON.stringify(request)}\n`);
    for (;;) {
      const { done, value } = await source.read();
      if (!this.#stdin.writable) return;
      if (done) return send(Buffer.alloc(4));
      if (value.length === 0) continue;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(value.length);
      await send(length);
      await send(value);
    }
  }

  /** Undefined when it ends without a word. */
  async #read(): Promise<Decoded | undefined> {
    const line = await this.#output.line();
    if (line === undefined) return undefined;
    const answer = readAnswer(line);
    this.#used = answer.used;
    if (!answer.ok) throw new Undecodable(answer.reason);
    const parts: Uint8Array[] = [];
    for (const length of answer.parts) {
      const part = await this.#output.bytes(length);
      if (!part) return undefined;
      parts.push(part);
    }
    return { facts: answer.facts, parts };
  }
}

/** A Node that the system ends when it has used up its time. Windows cannot: there the clock has to do. */
function spawnNode(args: string[], cpuSeconds: number): ChildProcess {
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
