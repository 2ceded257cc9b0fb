import { expect, test } from "@playwright/test";
import { DecoderProcess } from "@/lib/attachments/decoder/decoder-process";
import { runDecoder } from "@/lib/attachments/decoder/run-decoder";
import { pictureOf } from "@/tests/support/images";

const streamOf = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)]).stream();
const text = (decoder: DecoderProcess, content: string) =>
  decoder.decode({ task: "text" }, streamOf(Buffer.from(content)), 30_000).then(({ parts }) => Buffer.from(parts[0] ?? []).toString());

/** Counts the processes that are started while `work` runs. */
async function started(work: () => Promise<unknown>): Promise<number> {
  const { start } = DecoderProcess;
  let count = 0;
  DecoderProcess.start = (seconds) => {
    count++;
    return start.call(DecoderProcess, seconds);
  };
  try {
    await work();
    return count;
  } finally {
    DecoderProcess.start = start;
  }
}

const read = (content: string, scope: string) => runDecoder({ task: "text" }, async () => streamOf(Buffer.from(content)), { scope });

test("a process opens one file after the other, each for itself", async () => {
  const decoder = await DecoderProcess.start(10);
  expect(await text(decoder, "one")).toBe("one");
  expect(decoder.isFit).toBe(true);
  expect(await text(decoder, "")).toBe("");
  expect(await text(decoder, "x".repeat(300_000))).toHaveLength(300_000);
  expect(decoder.isFit).toBe(true);
  decoder.end();
});

test("one that has failed, used up its time or opened fifty files gets no other", async () => {
  const failed = await DecoderProcess.start(10);
  await expect(failed.decode({ task: "image" }, streamOf(Buffer.from("GIF89a")), 30_000)).rejects.toThrow("damaged");
  expect(failed.isFit).toBe(false);
  failed.end();

  const worked = await DecoderProcess.start(1);
  const large = await pictureOf({ width: 4_000, height: 4_000 }).png().toBuffer();
  for (let files = 0; worked.isFit && files < 50; files++) await worked.decode({ task: "image" }, streamOf(large), 60_000);
  expect(worked.isFit).toBe(false);
  worked.end();

  const busy = await DecoderProcess.start(100);
  for (let files = 0; files < 50; files++) {
    expect(busy.isFit).toBe(true);
    await text(busy, "x");
  }
  expect(busy.isFit).toBe(false);
  busy.end();
});

test("one that dies in the middle of a file takes that file with it, and says so", async () => {
  const decoder = await DecoderProcess.start(10);
  const endless = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(Buffer.from("half")),
    pull: () => decoder.end(),
  });
  await expect(decoder.decode({ task: "text" }, endless, 30_000)).rejects.toThrow("It cannot be read");
  expect(decoder.isFit).toBe(false);
});

test("bytes that break off are no file that cannot be read", async () => {
  const breaking = () =>
    new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from("half")),
      pull: (controller) => controller.error(new Error("the blob store hung up")),
    });
  await expect(runDecoder({ task: "text" }, async () => breaking(), { scope: "acme" })).rejects.toThrow("the blob store hung up");
});

test("files of one workspace share a process, those of two never do", async () => {
  const shared = await started(async () => {
    for (const content of ["one", "two", "three"]) await read(content, "shared");
  });
  expect(shared).toBe(1);
  const apart = await started(async () => {
    for (const scope of ["north", "south", "east"]) await read("one", scope);
  });
  expect(apart).toBe(3);
});

test("what fails where others were before is opened again in a process of its own", async () => {
  const image = (bytes: Uint8Array) => runDecoder({ task: "image" }, async () => streamOf(bytes), { scope: "again" });
  const good = await pictureOf({ width: 20, height: 20 }).png().toBuffer();
  const count = await started(async () => {
    await image(good);
    await expect(image(Buffer.from("GIF89a"))).rejects.toThrow("The image is damaged.");
    await image(good);
  });
  // One for the first and the try, one for the verdict, one for the last.
  expect(count).toBe(3);
});

test("files opened at once have a process each", async () => {
  const count = await started(() => Promise.all([read("one", "at once"), read("two", "at once"), read("three", "at once")]));
  expect(count).toBe(3);
});
