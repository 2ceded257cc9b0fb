import { randomBytes } from "node:crypto";
import { expect, test } from "@playwright/test";
import { scan } from "@/lib/attachments/clamd";
import { type FakeAnswer, startFakeClamd } from "@/tests/support/fake-clamd";

async function* chunks(...parts: (string | Buffer)[]) {
  for (const part of parts) yield Buffer.from(part);
}

async function ask(answer: FakeAnswer, bytes: AsyncIterable<Uint8Array> = chunks("x"), options = {}, silenceMs = 5_000) {
  const clamd = await startFakeClamd(answer, options);
  return scan(bytes, { url: clamd.url, silenceMs }).finally(() => clamd.stop());
}

test("a scanner gets the bytes whole, and its OK makes them clean", async () => {
  const bytes = randomBytes(3_000_000);
  const clamd = await startFakeClamd(() => "stream: OK\0");
  expect(await scan(chunks(bytes.subarray(0, 10), Buffer.alloc(0), bytes.subarray(10)), { url: clamd.url })).toEqual({ scan: "clean" });
  expect(clamd.scans.map((scanned) => scanned.equals(bytes))).toEqual([true]);
  expect(await scan(chunks(), { url: clamd.url })).toEqual({ scan: "clean" });
  await clamd.stop();
});

test("a finding is named", async () => {
  expect(await ask(() => "stream: Win.Test.EICAR_HDB-1 FOUND\0")).toEqual({ scan: "infected", note: "Win.Test.EICAR_HDB-1" });
});

test("what it cannot look into is unscannable: too large, with a password, too deep", async () => {
  const large = ask(() => "stream: OK\0", chunks(...Array.from({ length: 200 }, () => randomBytes(65_536))), { maxBytes: 100_000 });
  expect(await large).toEqual({ scan: "unscannable", note: expect.stringMatching(/larger than (?:the virus scanner|it) takes/) });
  expect(await ask(() => "stream: Heuristics.Encrypted.Zip FOUND\0")).toMatchObject({ scan: "unscannable" });
  expect(await ask(() => "stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0")).toMatchObject({ scan: "unscannable" });
});

test("garbage, half an answer and an error are no verdict, and least of all a clean one", async () => {
  for (const garbage of [
    "\0",
    "OK\0",
    "stream: OK, or so\0",
    "stream: OK FOUND OK\0",
    "stream: Can't allocate memory ERROR\0",
    "HTTP/1.1 200 OK\r\n\0",
  ])
    await expect(ask(() => garbage)).rejects.toThrow("The virus scanner said");
  expect(await ask(() => "stream: OK")).toMatchObject({ scan: "unscannable", note: expect.stringContaining("broke off") });
  await expect(ask(() => "stream: ".repeat(10_000))).rejects.toThrow("does not stop talking");
});

test("a scanner that is down, hangs up or says nothing is an error to try again", async () => {
  const gone = await startFakeClamd(() => undefined);
  await gone.stop();
  await expect(scan(chunks("x"), { url: gone.url })).rejects.toThrow("cannot be reached");
  await expect(ask(() => undefined, chunks("x"), { hangUp: true })).rejects.toThrow(/broke off|cannot be reached/);
  await expect(ask(() => undefined, chunks("x"), {}, 200)).rejects.toThrow("does not answer");
});

test("bytes that break off on the way are not scanned as if they were whole", async () => {
  const breaking = async function* () {
    yield Buffer.from("half");
    throw new Error("the blob store hung up");
  };
  await expect(ask(() => "stream: OK\0", breaking())).rejects.toThrow("the blob store hung up");
});
