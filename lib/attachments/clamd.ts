import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Silence after which a scanner counts as hung. */
const SILENCE_MS = 60_000;
const MAX_ANSWER_CHARS = 4_096;

/** `note` names what was found, or says why nothing can be said. */
export type Verdict = { scan: "clean" } | { scan: "infected" | "unscannable"; note: string };

export interface ClamdOptions {
  /** `tcp://host:port`. */
  url: string;
  silenceMs?: number;
}

/**
 * Has a clamd look through bytes (`INSTREAM`, clamd(8)). Only its plain OK makes them clean. Throws for what another try may cure: it cannot be
 * reached, breaks off, or says what nobody understands.
 */
export async function scan(bytes: AsyncIterable<Uint8Array>, { url, silenceMs = SILENCE_MS }: ClamdOptions): Promise<Verdict> {
  try {
    return verdictOf(await ask(url, silenceMs, (socket) => send(socket, bytes)));
  } catch (error) {
    // It says that a file is too large and closes; a write that meets the closed line loses what was said. One that is up again at once
    // had its trouble with this file.
    if (error instanceof BrokeOff && (await isUp(url, silenceMs))) return { scan: "unscannable", note: BROKE_OFF };
    throw error;
  }
}

const TOO_LARGE = "It is larger than the virus scanner takes.";
const BROKE_OFF = "The virus scanner broke off while it read this file, as it does when a file is larger than it takes.";

/** The line was there and went away without a whole answer. */
class BrokeOff extends Error {
  override name = "BrokeOff";
}

async function isUp(url: string, silenceMs: number): Promise<boolean> {
  const answer = await ask(url, silenceMs, async (socket) => void socket.write("zPING\0")).catch(() => undefined);
  return answer === "PONG";
}

async function ask(url: string, silenceMs: number, talk: (socket: Socket) => Promise<void>): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port || 3310), hostname.replace(/^\[|\]$/g, ""));
  const answer = answerOf(socket.setTimeout(silenceMs));
  try {
    await Promise.race([talk(socket), answer]);
    return await answer;
  } finally {
    socket.destroy();
  }
}

/** Chunks with their lengths in front, an empty one at the end. */
async function send(socket: Socket, bytes: AsyncIterable<Uint8Array>) {
  socket.write("zINSTREAM\0");
  for await (const chunk of bytes) {
    // It may have seen enough, and have said so while we still talk.
    if (socket.destroyed || socket.bytesRead > 0) return;
    if (chunk.length === 0) continue;
    socket.write(lengthOf(chunk));
    if (!socket.write(chunk)) await Promise.race([once(socket, "drain"), once(socket, "close")]);
  }
  socket.write(lengthOf(new Uint8Array()));
}

function answerOf(socket: Socket): Promise<string> {
  let text = "";
  return new Promise((done, fail) => {
    socket
      .on("data", (chunk) => {
        text += chunk.toString("latin1");
        const end = text.indexOf("\0");
        if (end >= 0) done(text.slice(0, end));
        else if (text.length > MAX_ANSWER_CHARS) fail(new Error("The virus scanner does not stop talking"));
      })
      .on("timeout", () => fail(new Error("The virus scanner does not answer")))
      .on("error", (error) =>
        fail(new (socket.bytesWritten > 0 ? BrokeOff : Error)(`The virus scanner cannot be reached: ${error.message}`)),
      )
      .on("close", () => fail(new BrokeOff("The virus scanner broke off")));
  });
}

function verdictOf(answer: string): Verdict {
  if (answer === "stream: OK") return { scan: "clean" };
  const found = /^stream: (\S+) FOUND$/.exec(answer)?.[1];
  if (found) return { scan: isLimit(found) ? "unscannable" : "infected", note: found };
  if (/size limit exceeded/i.test(answer)) return { scan: "unscannable", note: TOO_LARGE };
  throw new Error(`The virus scanner said ${JSON.stringify(answer.slice(0, 200))}`);
}

// Not a finding but the lack of one: a password, or more in it than the scanner unpacks (`AlertEncrypted`, `AlertExceedsMax`).
function isLimit(found: string): boolean {
  return /^Heuristics\.(?:Encrypted|Limits\.Exceeded)\b/.test(found);
}

function lengthOf({ length }: Uint8Array): Uint8Array {
  const field = Buffer.alloc(4);
  field.writeUInt32BE(length);
  return field;
}
