import { DecoderProcess } from "./decoder-process";
import { type Decoded, type DecoderRequest, MAX_CPU_SECONDS } from "./protocol";

/** When a process that does nothing, or gets no processor, is given up for now. */
const MAX_WAIT_MS = 60_000;
/** For how long a process waits for the next file. */
const IDLE_MS = 3_000;
/** Processes that wait. */
const MAX_IDLE = 4;

export interface DecoderOptions {
  /** Whose file it is: a process opens files of one workspace only. */
  scope: string;
  cpuSeconds?: number;
  waitMs?: number;
}

/**
 * Has a file of strangers decoded in another process: what crashes, hangs or swells there takes one preview with it and nothing else. A process opens
 * files one after the other as long as all of them end well, of one workspace and one kind. No file is called unreadable because of another: what fails
 * where others were before is opened again in a process of its own, and that counts. Throws `Undecodable` with the reason when trying again would end the
 * same way.
 */
export async function runDecoder(
  request: DecoderRequest,
  open: () => Promise<ReadableStream<Uint8Array>>,
  { scope, cpuSeconds = MAX_CPU_SECONDS, waitMs = MAX_WAIT_MS }: DecoderOptions,
): Promise<Decoded> {
  const kind = JSON.stringify([scope, request.task, cpuSeconds]);
  const decode = async (decoder: DecoderProcess) => {
    try {
      return await decoder.decode(request, await open(), waitMs);
    } finally {
      if (decoder.isFit) putAside(kind, decoder);
      else decoder.end();
    }
  };

  const used = takeIdle(kind);
  const decoded = used && (await decode(used).catch(() => undefined));
  return decoded ?? decode(await DecoderProcess.start(cpuSeconds));
}

interface Idle {
  kind: string;
  decoder: DecoderProcess;
  timer: NodeJS.Timeout;
}

const idle: Idle[] = [];

function putAside(kind: string, decoder: DecoderProcess) {
  decoder.hold(false);
  const entry = { kind, decoder, timer: setTimeout(() => remove(entry)?.end(), IDLE_MS).unref() };
  idle.push(entry);
  if (idle.length > MAX_IDLE && idle[0]) remove(idle[0])?.end();
}

function takeIdle(kind: string): DecoderProcess | undefined {
  for (const entry of idle.filter((one) => one.kind === kind)) {
    const decoder = remove(entry);
    if (!decoder?.isFit) continue;
    decoder.hold(true);
    return decoder;
  }
  return undefined;
}

function remove(entry: Idle): DecoderProcess | undefined {
  const at = idle.indexOf(entry);
  if (at < 0) return undefined;
  idle.splice(at, 1);
  clearTimeout(entry.timer);
  return entry.decoder;
}
