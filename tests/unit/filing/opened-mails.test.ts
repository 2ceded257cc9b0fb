import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { OpenedMails } from "@/lib/inbound/filing/opened-mails";
import { randomFrom } from "@/tests/support/mail-archive";

const HOUR_MS = 3_600_000;

/** Room for 10 bytes. A mail is named after its bytes, `large:8`; one of them is read by nobody: `broken:8`. */
function openMails({ keepMs = HOUR_MS, maxWaitMs = HOUR_MS } = {}) {
  const reads: string[] = [];
  const mails = new OpenedMails<string>({
    maxBytes: 10,
    keepMs,
    maxWaitMs,
    async read(id, room) {
      await room(sizeOf(id));
      reads.push(id);
      await turn();
      if (id.startsWith("broken")) throw new Error("it cannot be read");
      return id;
    },
  });
  return { mails, reads };
}

function sizeOf(id: string) {
  return Number(id.split(":")[1]);
}

/** Work that ends when it is told to. */
function task() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { work: () => ended, end };
}

const look = async (mail: string) => mail;

test.describe("mails in memory", () => {
  test("are read once for all steps of a run, and anew after the last", async () => {
    const { mails, reads } = openMails();
    expect(await mails.use("a:4", look)).toBe("a:4");
    await mails.use("a:4", look);
    expect(reads).toEqual(["a:4"]);
    mails.close("a:4");
    await mails.use("a:4", look);
    expect(reads).toEqual(["a:4", "a:4"]);
  });

  test("are read once for two runs at once", async () => {
    const { mails, reads } = openMails();
    await Promise.all([mails.use("a:10", look), mails.use("a:10", look), mails.use("a:10", look)]);
    expect(reads).toEqual(["a:10"]);
  });

  test("wait until those before them are closed, and one larger than the room goes alone", async () => {
    const { mails, reads } = openMails();
    const [first, huge] = [task(), task()];
    const done = [mails.use("a:4", first.work), mails.use("huge:99", huge.work), mails.use("b:4", look)];
    await turn();
    expect(reads).toEqual(["a:4"]);
    mails.close("a:4");
    await turn();
    expect(reads).toEqual(["a:4"]);
    first.end();
    await done[0];
    await turn();
    expect(reads).toEqual(["a:4", "huge:99"]);
    mails.close("huge:99");
    huge.end();
    await Promise.all(done);
    expect(reads).toEqual(["a:4", "huge:99", "b:4"]);
  });

  test("keep their place between two steps, and lose it when no next step comes", async () => {
    const { mails, reads } = openMails({ keepMs: 1 });
    await mails.use("a:10", look);
    await mails.use("b:10", look);
    await mails.use("a:10", look);
    expect(reads).toEqual(["a:10", "b:10", "a:10"]);
  });

  test("give their place back when they cannot be read, and are tried again by whoever asks", async () => {
    const { mails, reads } = openMails();
    const both = await Promise.allSettled([mails.use("broken:10", look), mails.use("broken:10", look)]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(mails.use("broken:10", look)).rejects.toThrow("it cannot be read");
    expect(reads).toEqual(["broken:10", "broken:10"]);
    expect(await mails.use("a:10", look)).toBe("a:10");
  });

  test("stay for another try when what was done with them failed", async () => {
    const { mails, reads } = openMails();
    await expect(mails.use("a:10", () => Promise.reject(new Error("the database is away")))).rejects.toThrow("away");
    await mails.use("a:10", look);
    expect(reads).toEqual(["a:10"]);
  });

  test("say so when there is no room for them for too long, and leave the queue", async () => {
    const { mails } = openMails({ maxWaitMs: 1 });
    const first = task();
    const using = mails.use("a:10", first.work);
    await expect(mails.use("b:10", look)).rejects.toThrow("There was no room for the mail in memory within 0.001 s");
    mails.close("a:10");
    first.end();
    await using;
    expect(await mails.use("c:10", look)).toBe("c:10");
  });

  for (const seed of [1, 2, 3, 4, 5, 6])
    test(`never take more than their room, whatever is asked, fails or is closed: seed ${seed}`, async () => {
      const random = randomFrom(seed);
      const { mails } = openMails({ keepMs: 0 });
      let bytes = 0;
      let most = 0;
      const used = new Map<string, number>();
      const step = async (id: string) => {
        const users = used.get(id) ?? 0;
        used.set(id, users + 1);
        if (users === 0) bytes += Math.min(sizeOf(id), 10);
        most = Math.max(most, bytes);
        for (let turns = Math.floor(random() * 4); turns > 0; turns--) await turn();
        const left = (used.get(id) ?? 0) - 1;
        used.set(id, left);
        if (left === 0) bytes -= Math.min(sizeOf(id), 10);
        if (random() < 0.2) throw new Error("the step failed");
      };
      const run = async (at: number) => {
        const id = `${random() < 0.1 ? "broken" : `m${Math.floor(at / 2)}`}:${Math.ceil(random() * 3) ** 2 * 2}`;
        for (let steps = 0; steps < 3; steps++) await mails.use(id, () => step(id)).catch(() => undefined);
        mails.close(id);
      };
      await Promise.all(Array.from({ length: 100 }, (_, at) => run(at)));
      expect(most).toBeLessThanOrEqual(10);
      expect(most).toBeGreaterThan(0);
      expect(bytes).toBe(0);
      expect(await mails.use("all:10", look)).toBe("all:10");
    });
});
