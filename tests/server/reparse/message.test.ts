import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { attachments, blobs, conversations, deliveries, messageBodies, messageReadings, messages } from "@/db/schema";
import { checkMessage } from "@/lib/reparse/check";
import { listReadings } from "@/lib/reparse/queries";
import { dismissReading, showReading } from "@/lib/reparse/show-reading";
import { createWorkspace } from "@/lib/workspaces/mutations";
import { anInbox, deliver, json, mime } from "@/tests/support/deliver";
import { asOlderReader } from "@/tests/support/reparse";
import { expect, test } from "@/tests/support/server-test";

test("every fixture reads the same again as when it came", async () => {
  const inbox = await anInbox();
  for (const name of ["welcome.eml", "bounce.eml", "inline-picture.eml", "named-text-parts.eml", "utf-7.eml", "rfc2231-names.eml"]) {
    const { messages: filed } = await deliver(inbox, await mime(name));
    const checked = await checkMessage(inbox.workspaceId, filed[0]?.id ?? "");
    expect(checked, name).toMatchObject({ outcome: "same", readingId: undefined });
  }
  const { messages: filed } = await deliver(
    inbox,
    json({ from: "ana@customer.test", to: ["help@acme.test"], subject: "Hi", text: "Hello" }),
  );
  expect(await checkMessage(inbox.workspaceId, filed[0]?.id ?? "")).toMatchObject({ outcome: "same" });
});

async function withOlderReading() {
  const inbox = await anInbox();
  const { messages: filed } = await deliver(inbox, await mime("named-text-parts.eml"));
  const [message] = filed;
  if (!message) throw new Error("not filed");
  await asOlderReader(message.id);
  return { inbox, message };
}

const shownOf = async (id: string) => {
  const [row] = await db
    .select({ subject: messages.subject, text: messageBodies.text })
    .from(messages)
    .innerJoin(messageBodies, eq(messageBodies.messageId, messages.id))
    .where(eq(messages.id, id));
  return row;
};

test("a reading that differs is kept beside the one that is shown, which stays", async () => {
  const { inbox, message } = await withOlderReading();
  const checked = await checkMessage(inbox.workspaceId, message.id);
  expect(checked).toMatchObject({ outcome: "differs", differences: [{ field: "subject", after: message.subject }, { field: "text" }] });
  expect(await shownOf(message.id)).toMatchObject({ text: "Wie frÃ¼her" });
});

test("it can be shown, and the one before brought back", async () => {
  const { inbox, message } = await withOlderReading();
  const readingId = (await checkMessage(inbox.workspaceId, message.id))?.readingId ?? "";

  expect(await showReading(inbox.workspaceId, readingId)).toMatchObject({ ok: true });
  expect(await shownOf(message.id)).toMatchObject({ subject: message.subject });
  const [conversation] = await db.select().from(conversations).where(eq(conversations.id, message.conversationId));
  expect(conversation?.subject).toBe(message.subject);
  expect(await listReadings(inbox.workspaceId, message.id)).toMatchObject([{ state: "replaced" }]);
  expect(await checkMessage(inbox.workspaceId, message.id)).toMatchObject({ outcome: "same" });

  expect(await showReading(inbox.workspaceId, readingId)).toMatchObject({ ok: true });
  expect(await shownOf(message.id)).toMatchObject({ text: "Wie frÃ¼her" });
});

test("files that the old reader lost come back with their bytes", async () => {
  const { inbox, message } = await withOlderReading();
  const before = await db.select().from(attachments).where(eq(attachments.messageId, message.id));
  await db.delete(attachments).where(eq(attachments.messageId, message.id));

  const readingId = (await checkMessage(inbox.workspaceId, message.id))?.readingId ?? "";
  await showReading(inbox.workspaceId, readingId);
  const after = await db.select().from(attachments).where(eq(attachments.messageId, message.id));
  expect(after.map(({ filename, blobId }) => [filename, blobId])).toEqual(before.map(({ filename, blobId }) => [filename, blobId]));
  expect(await db.select().from(blobs)).toHaveLength(new Set(before.map(({ blobId }) => blobId)).size);
});

test("checked twice, and ten times at once, there is one waiting reading", async () => {
  const { inbox, message } = await withOlderReading();
  await checkMessage(inbox.workspaceId, message.id);
  await Promise.all(Array.from({ length: 10 }, () => checkMessage(inbox.workspaceId, message.id)));
  expect(await listReadings(inbox.workspaceId, message.id)).toMatchObject([{ state: "pending" }]);
});

test("shown by two at once, it is shown and taken back, and nothing is lost", async () => {
  const { inbox, message } = await withOlderReading();
  const readingId = (await checkMessage(inbox.workspaceId, message.id))?.readingId ?? "";
  await Promise.all([showReading(inbox.workspaceId, readingId), showReading(inbox.workspaceId, readingId)]);
  expect(await shownOf(message.id)).toMatchObject({ text: "Wie frÃ¼her" });
  expect(await listReadings(inbox.workspaceId, message.id)).toMatchObject([{ state: "pending" }]);
});

test("put away, it leaves what is shown", async () => {
  const { inbox, message } = await withOlderReading();
  const readingId = (await checkMessage(inbox.workspaceId, message.id))?.readingId ?? "";
  expect([await dismissReading(inbox.workspaceId, readingId), await dismissReading(inbox.workspaceId, readingId)]).toEqual([true, false]);
  expect(await shownOf(message.id)).toMatchObject({ text: "Wie frÃ¼her" });
});

test("a mail that today's reader cannot read keeps what is shown, with the reason", async () => {
  const { inbox, message } = await withOlderReading();
  await db.update(deliveries).set({ contentType: "application/json" }).where(eq(deliveries.id, message.deliveryId));
  const checked = await checkMessage(inbox.workspaceId, message.id);
  expect(checked).toMatchObject({ outcome: "unreadable", reason: expect.stringContaining("not JSON") });
  expect(await showReading(inbox.workspaceId, checked?.readingId ?? "")).toMatchObject({ ok: false });
});

test("a reading that would make two messages of a mailbox one is refused", async () => {
  const { inbox, message } = await withOlderReading();
  const readingId = (await checkMessage(inbox.workspaceId, message.id))?.readingId ?? "";
  const { messages: others } = await deliver(inbox, await mime("welcome.eml"));
  await db
    .update(messageReadings)
    .set({ contentHash: others[0]?.contentHash ?? "" })
    .where(eq(messageReadings.id, readingId));
  expect(await showReading(inbox.workspaceId, readingId)).toMatchObject({ ok: false, reason: expect.stringContaining("same mail") });
});

test("another workspace reads nothing and shows nothing", async () => {
  const { inbox, message } = await withOlderReading();
  const readingId = (await checkMessage(inbox.workspaceId, message.id))?.readingId ?? "";
  const { id: other } = await createWorkspace("Other");
  expect(await checkMessage(other, message.id)).toBeUndefined();
  expect(await showReading(other, readingId)).toMatchObject({ ok: false, missing: true });
  expect(await dismissReading(other, readingId)).toBe(false);
});
