import { readdirSync, readFileSync } from "node:fs";
import { decode } from "@/lib/inbound/filing/decode";
import { decodeHere } from "@/lib/inbound/filing/decode-here";
import { sanitiseHtml } from "@/lib/mail/html";
import { snippetOf } from "@/lib/mail/snippet";
import { p50, p95, round, table } from "./support/figures";

const RUNS = 3_000;
const FIXTURES = "tests/fixtures";

/** What reading mail costs: ordinary mail in the worker and on the thread, then mail made to be slow. Needs no server. */
export async function benchMail(): Promise<string> {
  return [await ordinary(), await bombs(), newsletters()].join("\n\n");
}

async function ordinary(): Promise<string> {
  const mails = readdirSync(FIXTURES)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => ({ contentType: "message/rfc822", headers: {}, body: readFileSync(`${FIXTURES}/${name}`) }));
  // Anew each time: a body moves to the worker.
  const pick = (at: number) => {
    const { body = new Uint8Array(), ...mail } = mails[at % mails.length] ?? { contentType: "", headers: {} };
    return { ...mail, body: new Uint8Array(body) };
  };
  for (let at = 0; at < 500; at++) await decode(pick(at));

  const inWorker: number[] = [];
  for (let at = 0; at < RUNS; at++) inWorker.push(await milliseconds(() => decode(pick(at))));
  const here: number[] = [];
  for (let at = 0; at < RUNS; at++) here.push(await milliseconds(async () => decodeHere(pick(at))));
  const row = (name: string, times: number[]) => [name, round(p50(times), 2), round(p95(times), 2)];
  return table(
    [`${mails.length} fixtures, ${RUNS} reads`, "p50 ms", "p95 ms"],
    [row("in a worker, there and back", inWorker), row("on the thread", here)],
  );
}

async function bombs(): Promise<string> {
  const rows: (string | number)[][] = [];
  for (const [name, make] of BOMBS) {
    const body = Buffer.from(`From: a@b.test\nTo: c@d.test\nMIME-Version: 1.0\n${make()}`, "latin1");
    // The thread that reads it keeps it.
    const megabytes = body.length / 1e6;
    let outcome = "read";
    const ms = await milliseconds(() =>
      decode({ contentType: "message/rfc822", headers: {}, body }).then(
        ({ email }) => {
          snippetOf(email);
          if (email.notes.length > 0) outcome = "read to a limit";
        },
        (error: Error) => {
          outcome = error.message;
        },
      ),
    );
    rows.push([name, round(megabytes, 1), round(ms), outcome]);
  }
  return table(["bomb", "MB", "ms", "outcome"], rows);
}

function newsletters(): string {
  const block = readFileSync(`${FIXTURES}/newsletter.eml`, "utf8").split("\r\n\r\n").at(-1) ?? "";
  const rows = [20, 130, 1_000].map((kilobytes) => {
    const html = block.repeat(Math.ceil((kilobytes * 1_000) / block.length));
    const times = Array.from({ length: 15 }, () => {
      const started = performance.now();
      sanitiseHtml(html);
      return performance.now() - started;
    });
    return [kilobytes, round(p50(times), 1), round(p95(times), 1)];
  });
  return table(["newsletter KB, sanitised", "p50 ms", "p95 ms"], rows);
}

const list = (count: number, one: (at: number) => string, between: string) =>
  Array.from({ length: count }, (_, at) => one(at)).join(between);

const BOMBS: [name: string, make: () => string][] = [
  ["20,000 nested multiparts", () => list(20_000, (at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`, "")],
  ["5,000 nested messages", () => list(5_000, () => "Content-Type: message/rfc822\n\nSubject: x\n", "")],
  ["100,000 empty parts", () => `Content-Type: multipart/mixed; boundary=b\n\n${"--b\n\n".repeat(100_000)}`],
  ["a header of 10 MB", () => `X-A: ${`${"a".repeat(70)}\n `.repeat(140_000)}\n\nbody`],
  ["150,000 headers", () => `${"X: 1\n".repeat(150_000)}\nbody`],
  ["50,000 recipients", () => `Cc: ${list(50_000, (at) => `u${at}@x.test`, ", ")}\n\nx`],
  ["50,000 references", () => `References: ${list(50_000, (at) => `<u${at}@x.test>`, "\n ")}\n\nx`],
  ["one line of 40 MB", () => `\n${"a".repeat(40_000_000)}`],
  ["10 MB of <div>", () => `Content-Type: text/html\n\n${"<div>".repeat(2_000_000)}`],
  ["10 MB of <p>x</p>", () => `Content-Type: text/html\n\n${"<p>x</p>".repeat(1_250_000)}`],
  ["5 MB of format=flowed", () => `Content-Type: text/plain; format=flowed\n\n${"a \n".repeat(1_700_000)}`],
  ["35 MB of base64", () => `Content-Type: x/y\nContent-Transfer-Encoding: base64\n\n${`${"A".repeat(76)}\n`.repeat(455_000)}`],
];

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
