import { asc, eq, sql } from "drizzle-orm";
import { db } from "@/db/client";
import { blobs, conversations, deliveryEvents, messages } from "@/db/schema";
import { secretKey } from "@/env";
import { fileMessage } from "@/lib/conversations/file-message";
import { makeMessageId } from "@/lib/conversations/threading/reply-token";
import { contentHash } from "@/lib/mail/canonical";
import type { Email } from "@/lib/mail/email";
import { readMail } from "@/lib/mail/read-mail";
import { aMailbox, filable, file, type TestMailbox } from "@/tests/support/filing";
import { expect, test } from "@/tests/support/server-test";

const reply = (id: string, more: Partial<Email> = {}): Partial<Email> => ({
  messageId: id,
  references: ["first@customer.test"],
  subject: "Re: Broken lamp",
  text: id,
  ...more,
});
const stranger = { name: "", address: "mallory@evil.test" };

async function onlyConversation(box: TestMailbox) {
  const [one] = await db.select().from(conversations).where(eq(conversations.mailboxId, box.mailboxId)).orderBy(asc(conversations.id));
  if (!one) throw new Error("no conversation");
  return one;
}

test.describe("a conversation that was done", () => {
  async function done() {
    const box = await aMailbox();
    await file(box);
    await db.update(conversations).set({ status: "done" });
    return box;
  }

  test("is open again when somebody who takes part answers", async () => {
    const box = await done();
    await file(box, reply("b"));
    expect((await onlyConversation(box)).status).toBe("open");
  });

  test("stays done when a stranger's mail joins it", async () => {
    const box = await done();
    await file(box, reply("b", { from: stranger }));
    expect(await onlyConversation(box)).toMatchObject({ status: "done", messageCount: 2, people: ["ana@customer.test"] });
  });

  test("stays done when an automatic answer comes", async () => {
    const box = await done();
    await file(box, reply("b", { headers: [["Auto-Submitted", "auto-replied"]] }));
    const [answer] = await db.select().from(messages).where(eq(messages.mid, "b"));
    expect((await onlyConversation(box)).status).toBe("done");
    expect(answer?.automated).toEqual({ kind: "auto-reply", reason: "An automatic answer (Auto-Submitted: auto-replied)" });
  });

  test("is left as it is once mail has opened it ten times within an hour, says so, and opens again later", async () => {
    const box = await aMailbox();
    await file(box);
    const close = () => db.update(conversations).set({ status: "done" });
    const statuses = [];
    for (const id of "bcdefghijkl") {
      await close();
      await file(box, reply(id));
      statuses.push((await onlyConversation(box)).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => "open"), "done"]);
    expect(await db.select({ mid: messages.mid }).from(messages).where(eq(messages.leftClosed, true))).toEqual([{ mid: "l" }]);

    await db.update(conversations).set({ reopenedAt: sql`array(select at - interval '1 hour' from unnest(reopened_at) as at)` });
    await file(box, reply("m"));
    expect((await onlyConversation(box)).status).toBe("open");
  });

  test("stays spam whoever answers", async () => {
    const box = await aMailbox();
    await file(box);
    await db.update(conversations).set({ status: "spam" });
    await file(box, reply("b"));
    expect((await onlyConversation(box)).status).toBe("spam");
  });
});

test.describe("a machine's mail", () => {
  test("that starts a conversation starts it beside the inbox", async () => {
    const box = await aMailbox();
    await file(box, { headers: [["List-Id", "<news.shop.test>"]] });
    expect((await onlyConversation(box)).lane).toBe("automated");
  });

  test("that a person answers comes into the inbox", async () => {
    const box = await aMailbox();
    await file(box, { headers: [["Auto-Submitted", "auto-generated"]] });
    await file(box, reply("b"));
    expect((await onlyConversation(box)).lane).toBe("inbox");
  });

  test("coming through a group address of ours is a person's", async () => {
    const box = await aMailbox();
    await file(box, { headers: [["List-Id", "<help.acme.test>"]] });
    expect((await onlyConversation(box)).lane).toBe("inbox");
  });

  test("of our own mailbox to itself is a loop", async () => {
    const box = await aMailbox();
    await file(box, { from: { name: "", address: "Help@acme.test" } });
    const [message] = await db.select().from(messages);
    expect(message?.automated?.kind).toBe("loop");
  });
});

test("a bounce is filed with what it reports, twice as once", async () => {
  const box = await aMailbox();
  const bytes = Buffer.from(
    [
      "From: MAILER-DAEMON@mx.acme.test",
      "To: help@acme.test",
      "Subject: Undelivered Mail",
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
      "",
      "--b",
      "Content-Type: message/delivery-status",
      "",
      "Reporting-MTA: dns; mx.acme.test",
      "",
      "Final-Recipient: rfc822; bob@customer.test",
      "Action: failed",
      "Status: 5.1.1",
      "",
      "--b",
      "Content-Type: text/rfc822-headers",
      "",
      "Message-ID: <sent@acme.test>",
      "",
      "--b--",
      "",
    ].join("\r\n"),
  );
  const email = readMail(bytes);
  const { workspaceId } = box;
  const [blob] = await db.insert(blobs).values({ workspaceId, sha256: "", size: 1, key: "blob" }).returning();
  if (!blob) throw new Error("no blob");
  const files = email.attachments.map(() => ({ blobId: blob.id, size: blob.size }));
  const mail = { ...(await filable(box)), email, contentHash: contentHash(email, []), files };

  const [one, two] = await Promise.all([fileMessage(box.mailboxId, mail), fileMessage(box.mailboxId, mail)]);
  expect(one.id).toBe(two.id);
  expect(await db.select().from(deliveryEvents)).toMatchObject([
    { messageId: one.id, outcome: "bounced", recipient: "bob@customer.test", status: "5.1.1", originalMid: "sent@acme.test" },
  ]);
  expect(await onlyConversation(box)).toMatchObject({ lane: "automated" });
});

test("a bounce stands with the message that bounced", async () => {
  const box = await aMailbox();
  const sent = makeMessageId(secretKey(), "0190a000-0000-7000-8000-000000000001", "acme.test");
  const { conversationId } = await file(box, { references: [sent] });
  const returned = Buffer.from(`Message-ID: <${sent}>\r\n\r\n`);
  const report = Buffer.from("Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; bob@customer.test\r\nAction: failed\r\n");
  const part = (contentType: string, bytes: Buffer) => ({
    charset: null,
    ...{ filename: null, contentType, contentId: null, disposition: null, inline: false },
    content: { kind: "bytes" as const, bytes },
  });
  const attachments = [part("message/delivery-status", report), part("text/rfc822-headers", returned)];
  const [blob] = await db.insert(blobs).values({ workspaceId: box.workspaceId, sha256: "", size: 1, key: "blob" }).returning();
  const bounce = await filable(box, { messageId: "bounce", from: { name: "", address: "mailer-daemon@mx.test" }, attachments });
  const files = attachments.map(() => ({ blobId: blob?.id ?? "", size: 1 }));
  const filed = await fileMessage(box.mailboxId, { ...bounce, files });

  expect(filed.conversationId).toBe(conversationId);
  const [message] = await db.select().from(messages).where(eq(messages.id, filed.id));
  expect(message).toMatchObject({ placement: "joined-untrusted", why: { rule: "own-id", messageId: sent }, automated: { kind: "bounce" } });
});

test("a mail that the provider's spam filter marks is filed like any other, and says so", async () => {
  const box = await aMailbox();
  await file(box, { spam: { result: "spam", score: 7.5 } });
  await file(box, { messageId: "b", subject: "Other" });
  const shown = await db.select({ verdict: messages.verdict, placement: messages.placement }).from(messages).orderBy(asc(messages.id));
  expect(shown).toMatchObject([
    { verdict: { from: "unknown", authservId: null, spam: { result: "spam", score: 7.5 } }, placement: "new" },
    { verdict: null, placement: "new" },
  ]);
  expect(await onlyConversation(box)).toMatchObject({ status: "open", lane: "inbox" });
});

test("a name that looks like an address never stands for it in the list", async () => {
  const box = await aMailbox();
  await file(box, { from: { name: "service@bank.test", address: "x@evil.test" } });
  await file(box, reply("b", { from: { name: "boss＠acme.test", address: "y@evil.test" } }));
  await file(box, reply("c", { from: { name: "Ana", address: "ana@customer.test" } }));
  expect((await onlyConversation(box)).senders.toSorted()).toEqual(["Ana", "x@evil.test", "y@evil.test"]);
});
