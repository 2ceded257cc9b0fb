import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { ByteReader } from "./byte-reader";
import { cpuMs, startClock } from "./clock";
import { type Decoded, type DecoderAnswer, type DecoderRequest, type DecoderTask, Undecodable } from "./protocol";

type Work = (bytes: Uint8Array, request: DecoderRequest) => Promise<Decoded>;

// A process of its own (decoder-process.ts): files come in on stdin, what was made of each goes out on stdout. Decoders are loaded as they are needed.
const tasks: Record<DecoderTask, Work> = {
  image: async (bytes) => (await import("./image")).decodeImage(bytes),
  "pdf-page": async (bytes, { page }) => (await import("./pdf-page")).decodePdfPage(bytes, page),
  "pdf-text": async (bytes) => (await import("./pdf-text")).decodePdfText(bytes),
  text: async (bytes, { charset }) => (await import("./text")).decodePlainText(bytes, charset),
  html: async (bytes, { charset }) => (await import("./text")).decodeHtml(bytes, charset),
};

void main();

async function main() {
  // Where memory runs out, Linux ends this process first and not the one that keeps mail.
  await writeFile("/proc/self/oom_score_adj", "1000").catch(() => undefined);
  const input = new ByteReader(process.stdin);
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    const request = JSON.parse(line) as DecoderRequest;
    const bytes = await readChunks(input);
    if (!bytes) break;
    startClock();
    await write(await perform(request, bytes));
  }
  // Decoders may leave timers and threads behind.
  process.exit(0);
}

/** Undefined when whoever sends it has gone away. */
async function readChunks(input: ByteReader): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  for (;;) {
    const length = (await input.bytes(4))?.readUInt32BE();
    if (length === 0) return asPlainArray(Buffer.concat(chunks));
    const chunk = length === undefined ? undefined : await input.bytes(length);
    if (!chunk) return undefined;
    chunks.push(chunk);
  }
}

/** pdf.js takes no other. */
function asPlainArray({ buffer, byteOffset, byteLength }: Buffer<ArrayBuffer>): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function perform(request: DecoderRequest, bytes: Uint8Array): Promise<{ answer: DecoderAnswer } & Pick<Decoded, "parts">> {
  try {
    const { facts, parts } = await tasks[request.task](bytes, request);
    return { answer: { ok: true, facts, parts: parts.map(({ length }) => length), used: use() }, parts };
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return { answer: { ok: false, reason: error.message, used: use() }, parts: [] };
  }
}

function use() {
  return { cpuMs: cpuMs(), memoryBytes: process.memoryUsage.rss() };
}

async function write({ answer, parts }: { answer: DecoderAnswer; parts: Uint8Array[] }) {
  if (!process.stdout.write(Buffer.concat([Buffer.from(`${JSON.stringify(answer)}\n`), ...parts]))) await once(process.stdout, "drain");
}
