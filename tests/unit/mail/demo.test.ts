import { expect, test } from "@playwright/test";
import { newId } from "@/db/new-id";
import { MemoryThreads } from "@/lib/conversations/threading/memory-threads";
import { placeMail } from "@/lib/conversations/threading/place-mail";
import { toThreadMail } from "@/lib/conversations/threading/thread-mail";
import { demoPosts } from "@/lib/demo/demo";
import { decode } from "@/lib/inbound/filing/decode";
import { contentHash } from "@/lib/mail/canonical";
import { type Email, UnreadableMail } from "@/lib/mail/email";
import { sanitiseHtml } from "@/lib/mail/html";
import { randomFrom, shuffle } from "@/tests/support/mail-archive";

const NOW = new Date("2026-03-02T10:00:00.500Z");

async function readAll() {
  const read: Email[] = [];
  const refused: unknown[] = [];
  for (const post of demoPosts(NOW))
    await decode(post).then(
      ({ email }) => read.push(email),
      (error: unknown) => refused.push(error),
    );
  return { read, refused };
}

test.describe("the demo", () => {
  test("is about twenty conversations, one of fourteen mails", async () => {
    const { read } = await readAll();
    const roots = new Map<string | null, number>();
    for (const email of read) {
      const root = email.references[0] ?? email.messageId;
      roots.set(root, (roots.get(root) ?? 0) + 1);
    }
    expect(roots.size).toBeGreaterThanOrEqual(19);
    expect(read.length).toBeGreaterThanOrEqual(44);
    expect(Math.max(...roots.values())).toBe(14);
  });

  test("has one mail that cannot be filed, and says why", async () => {
    const { refused } = await readAll();
    expect(refused).toEqual([new UnreadableMail("schema_version 7 is not known to this version: it reads 1. Update, then retry.")]);
  });

  test("is of the last six days, in order", async () => {
    const { read } = await readAll();
    const times = read.map(({ receivedAt }) => receivedAt?.getTime() ?? 0);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times.every((time) => time > NOW.getTime() - 6 * 86_400_000 && time <= NOW.getTime())).toBe(true);
  });

  test("has the same bytes for the same moment, and others for another", () => {
    expect(demoPosts(NOW)).toEqual(demoPosts(new Date(NOW)));
    expect(demoPosts(NOW)).not.toEqual(demoPosts(new Date(NOW.getTime() + 60_000)));
  });

  test("reaches the first mailbox, and names nobody who exists", async () => {
    const { read } = await readAll();
    for (const email of read) {
      expect(email.envelope.to).toEqual(["support@mailroom.localhost"]);
      expect(email.from?.address).toMatch(/\.example$/);
      expect(email.notes).toEqual([]);
    }
  });

  test("doubts none of its senders, in whatever order its mails are filed", async () => {
    const { read } = await readAll();
    for (const order of [read, read.toReversed(), ...[1, 2, 3].map((seed) => shuffle(read, randomFrom(seed)))]) {
      const store = new MemoryThreads(newId);
      const doubted: string[] = [];
      for (const email of order) {
        const context = { key: "key", isOurs: (address: string) => address.endsWith("@mailroom.localhost") };
        const { doubt } = await placeMail(store, toThreadMail(email, { ...context, contentHash: contentHash(email, []) }));
        if (doubt) doubted.push(`${email.subject}: ${doubt.address}`);
      }
      expect(doubted).toEqual([]);
    }
  });

  test("has pictures, files, trackers and styles that can be shown", async () => {
    const { read } = await readAll();
    const bodies = read.flatMap(({ html }) => (html === null ? [] : [sanitiseHtml(html)])).filter((body) => body.ok);
    expect(bodies.flatMap(({ trackers }) => trackers).length).toBeGreaterThanOrEqual(2);
    expect(bodies.flatMap(({ cids }) => cids).length).toBeGreaterThanOrEqual(3);
    expect(new Set(read.flatMap(({ attachments }) => attachments.map(({ contentType }) => contentType)))).toEqual(
      new Set([
        "image/png",
        "application/pdf",
        "text/csv",
        "text/calendar",
        "message/delivery-status",
        "text/rfc822-headers",
        "message/rfc822",
      ]),
    );
  });
});
