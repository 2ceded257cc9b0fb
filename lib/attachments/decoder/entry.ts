import { writeFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { type Decoded, type DecoderAnswer, type DecoderTask, Undecodable } from "./protocol";

// A process of its own (run-decoder.ts): bytes come in on stdin, what was made of them goes out on stdout. Decoders are loaded as they are needed.
const tasks: Record<DecoderTask, (bytes: Uint8Array) => Promise<Decoded>> = {
  image: async (bytes) => (await import("./image")).decodeImage(bytes),
  "pdf-page": async (bytes) => (await import("./pdf-page")).decodePdfPage(bytes),
  "pdf-text": async (bytes) => (await import("./pdf-text")).decodePdfText(bytes),
  text: async (bytes) => (await import("./text")).decodePlainText(bytes),
  html: async (bytes) => (await import("./text")).decodeHtml(bytes),
};

void main();

async function main() {
  // Where memory runs out, Linux ends this process first and not the one that keeps mail.
  await writeFile("/proc/self/oom_score_adj", "1000").catch(() => undefined);
  const task = tasks[process.argv.at(-1) as DecoderTask];
  const { answer, parts } = await perform(task, await buffer(process.stdin));
  // Decoders may leave timers and threads behind.
  process.stdout.end(Buffer.concat([Buffer.from(`${JSON.stringify(answer)}\n`), ...parts]), () => process.exit(0));
}

async function perform(
  task: (bytes: Uint8Array) => Promise<Decoded>,
  bytes: Uint8Array,
): Promise<{ answer: DecoderAnswer } & Pick<Decoded, "parts">> {
  try {
    // pdf.js takes plain arrays only.
    const { facts, parts } = await task(new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength));
    return { answer: { ok: true, facts, parts: parts.map(({ length }) => length) }, parts };
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    return { answer: { ok: false, reason: error.message }, parts: [] };
  }
}
