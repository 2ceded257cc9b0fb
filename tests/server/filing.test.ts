import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { blobs, deliveries, messageBodies, messages, receipts, sources } from "@/db/schema";
import { failDelivery, finishDelivery, listOverdue } from "@/lib/inbound/filing/finish-delivery";
import { reviveDelivery } from "@/lib/inbound/mutations";
import { blobStore } from "@/lib/storage/open";
import { anInbox, deliver, findDelivered, json, post, runJob } from "@/tests/support/deliver";
import { addMailbox } from "@/tests/support/filing";
import { expect, test } from "@/tests/support/server-test";

const PDF = Buffer.from("%PDF-1.4 a small invoice");

const event = (email: Record<string, unknown> = {}) =>
  json({
    event: "email.received",
    event_id: crypto.randomUUID(),
    message_id: "<lamp-1@customer.test>",
    from: "Ana Ruiz <ana@customer.test>",
    to: ["help@acme.test"],
    subject: "Broken lamp",
    text: "The lamp does not light.",
    ...email,
  });

const raw = (lines: string[]) => ({ body: lines.join("\r\n"), contentType: "message/rfc822" });
const plain = (id: string, to = "help@acme.test") =>
  raw([`Message-ID: <${id}>`, "From: Ana <ana@customer.test>", `To: ${to}`, "Subject: Lamp", "", "It is dark here."]);

async function bytesOf(key: string): Promise<string> {
  const blob = await blobStore().open(key);
  if (!blob) throw new Error(`no blob ${key}`);
  return new Response(blob.stream).text();
}

test.describe("a delivered mail", () => {
  test("is filed from a JSON event, with its sender, text and receipt", async () => {
    const attachments = [{ filename: "a.txt", content: "aGVsbG8=" }];
    const { delivery, messages: filed } = await deliver(await anInbox(), event({ attachments }));

    expect(delivery).toMatchObject({ state: "filed", reason: null, failures: 0 });
    expect(filed).toMatchObject([
      { mid: "lamp-1@customer.test", subject: "Broken lamp", from: { address: "ana@customer.test" }, arrival: 1 },
    ]);
    const steps = await db.select({ step: receipts.step, error: receipts.error }).from(receipts).orderBy(receipts.id);
    expect(steps.map(({ step }) => step)).toEqual(["decode", "keep-raw-mail", "store-attachments", "file-message"]);
  });

  test("keeps its raw bytes unchanged, bytes that are no UTF-8 too", async () => {
    const body = Buffer.from("Message-ID: <x@y>\r\nFrom: a@b.test\r\nSubject: Gr\xfc\xdfe\r\n\r\n\xff\xfe", "latin1");
    const { messages: filed } = await deliver(await anInbox(), { body, contentType: "message/rfc822" });
    const blob = await blobStore().open(filed[0]?.rawKey ?? "");
    expect(Buffer.from(await new Response(blob?.stream).arrayBuffer())).toEqual(body);
  });

  test("keeps its attachments once, however many mails bring them", async () => {
    const inbox = await anInbox();
    const attachment = { filename: "invoice.pdf", content_type: "application/pdf", content: PDF.toString("base64") };
    const one = await deliver(inbox, event({ attachments: [attachment, { ...attachment, filename: "copy.pdf" }] }));
    const two = await deliver(inbox, event({ message_id: "<lamp-2@customer.test>", attachments: [attachment] }));

    expect(one.attachments.map(({ filename }) => filename)).toEqual(["invoice.pdf", "copy.pdf"]);
    expect(new Set([...one.attachments, ...two.attachments].map(({ blobId }) => blobId)).size).toBe(1);
    const [blob] = await db.select().from(blobs);
    expect(await bytesOf(blob?.key ?? "")).toBe(PDF.toString());
  });

  test("brings the attachments its provider keeps behind a link", async () => {
    const server = createServer((_, response) => response.end(PDF)).listen(0, "127.0.0.1");
    await new Promise((listening) => server.once("listening", listening));
    const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const inbox = await anInbox();
    await db.update(sources).set({ attachmentHosts: [host] });

    const { attachments } = await deliver(inbox, event({ attachments: [{ filename: "a.pdf", url: `http://${host}/a.pdf` }] }));
    server.close();

    expect(attachments).toMatchObject([{ filename: "a.pdf", size: PDF.length }]);
    for await (const key of blobStore().list("incoming/")) expect(key, "left behind").toBe("");
  });

  test("for two mailboxes is filed in both from one raw copy", async () => {
    const inbox = await anInbox();
    const sales = await addMailbox(inbox.workspaceId, "Sales", "sales@acme.test");
    const { messages: filed } = await deliver(inbox, event({ to: ["sales@acme.test", "help@acme.test"] }));

    expect(filed.map(({ mailboxId }) => mailboxId).sort()).toEqual([inbox.mailboxId, sales].sort());
    expect(new Set(filed.map(({ rawKey }) => rawKey)).size).toBe(1);
  });

  test("goes by its envelope, not by its To header", async () => {
    const inbox = await anInbox();
    const sales = await addMailbox(inbox.workspaceId, "Sales", "sales@acme.test");
    const { messages: filed } = await deliver(inbox, event({ envelope: { from: "ana@customer.test", to: ["sales+lamps@acme.test"] } }));
    expect(filed.map(({ mailboxId }) => mailboxId)).toEqual([sales]);
  });

  test("for nobody we know goes to the source's own mailbox", async () => {
    const inbox = await anInbox();
    const { messages: filed } = await deliver(inbox, plain("a@b", "stranger@elsewhere.test"));
    expect(filed.map(({ mailboxId }) => mailboxId)).toEqual([inbox.mailboxId]);
  });

  test("with a NUL in its text is filed all the same", async () => {
    const { delivery, messages: filed } = await deliver(await anInbox(), event({ text: "before\u0000after", subject: "a\u0000b" }));
    const [body] = await db
      .select()
      .from(messageBodies)
      .where(eq(messageBodies.messageId, filed[0]?.id ?? ""));
    expect(delivery.state).toBe("filed");
    expect(body?.text).toMatch(/^before.?after$/);
  });
});

test.describe("the same mail", () => {
  test("delivered twice is one delivery that counts its repeats", async () => {
    const inbox = await anInbox();
    const payload = plain("a@b");
    const one = await deliver(inbox, payload);
    const again = await post(inbox, payload);

    expect(again).toMatchObject({ status: "duplicate", deliveryId: one.delivery.id });
    expect((await findDelivered(one.delivery.id)).delivery.repeats).toBe(1);
  });

  test("posted fifty times at once is one message", async () => {
    const inbox = await anInbox();
    const payload = plain("a@b");
    const posted = await Promise.all(Array.from({ length: 50 }, () => post(inbox, payload)));
    expect(new Set(posted.map(({ deliveryId }) => deliveryId)).size).toBe(1);

    await runJob(posted[0]?.deliveryId ?? "");
    expect(await db.$count(messages)).toBe(1);
  });

  test("whose job runs twice, and twice at once, is one message", async () => {
    const { deliveryId } = await post(await anInbox(), event({ attachments: [{ filename: "a.txt", content: "aGVsbG8=" }] }));
    await Promise.all([runJob(deliveryId), runJob(deliveryId)]);
    await runJob(deliveryId);

    const { delivery, messages: filed, attachments } = await findDelivered(deliveryId);
    expect([delivery.state, filed.length, attachments.length]).toEqual(["filed", 1, 1]);
  });

  test("sent by the provider under another event is one message, and both deliveries say so", async () => {
    const inbox = await anInbox();
    await deliver(inbox, event());
    const { delivery } = await deliver(inbox, event());

    expect(delivery).toMatchObject({ state: "filed", reason: "The same mail had been filed before" });
    expect(await db.$count(messages)).toBe(1);
  });

  test("under one event id with other content is kept as a variant and filed", async () => {
    const inbox = await anInbox();
    const one = await deliver(inbox, event({ event_id: "e-1" }));
    const two = await deliver(inbox, event({ event_id: "e-1", text: "Another text." }));

    expect(two.delivery.variantOf).toBe(one.delivery.id);
    expect(await db.$count(messages)).toBe(2);
  });
});

test.describe("a delivery that cannot be filed", () => {
  test("is dead at once, with a reason for people, when nobody could read it", async () => {
    const { deliveryId } = await post(await anInbox(), event({ schema_version: 9 }));
    await expect(runJob(deliveryId)).rejects.toThrow(/schema_version 9/);
    await failDelivery(deliveryId, "schema_version 9 is not known");

    const { delivery } = await findDelivered(deliveryId);
    expect(delivery).toMatchObject({ state: "dead", reason: "schema_version 9 is not known", failures: 1 });
  });

  test("is ignored, with a reason, when the event is no mail", async () => {
    const { delivery } = await deliver(await anInbox(), json({ event: "email.bounced", event_id: "b-1", email_id: "1" }));
    expect(delivery.state).toBe("ignored");
    expect(delivery.reason).toContain("bounced");
  });

  test("gets another try when somebody revives it, once however often they press", async () => {
    const inbox = await anInbox();
    const { deliveryId } = await post(inbox, event());
    await failDelivery(deliveryId, "The disk was full");

    const presses = await Promise.all([reviveDelivery(inbox.workspaceId, deliveryId), reviveDelivery(inbox.workspaceId, deliveryId)]);
    expect(presses.sort()).toEqual([false, true]);
    await runJob(deliveryId);
    expect((await findDelivered(deliveryId)).delivery.state).toBe("filed");
  });

  test("is not taken back by a run that fails late", async () => {
    const { delivery } = await deliver(await anInbox(), event());
    await failDelivery(delivery.id, "late");
    expect((await findDelivered(delivery.id)).delivery.state).toBe("filed");
  });
});

test.describe("the sweep", () => {
  const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

  test("finds what the engine never heard of, and what it did not finish, oldest first", async () => {
    const inbox = await anInbox();
    const [told, forgotten, stuck] = await Promise.all(["a@b", "c@d", "e@f"].map((id) => post(inbox, plain(id))));
    const set = (id: string | undefined, values: Partial<typeof deliveries.$inferInsert>) =>
      db
        .update(deliveries)
        .set(values)
        .where(eq(deliveries.id, id ?? ""));
    await set(told?.deliveryId, { acceptedAt: minutesAgo(5), emittedAt: minutesAgo(4) });
    await set(forgotten?.deliveryId, { acceptedAt: minutesAgo(2) });
    await set(stuck?.deliveryId, { acceptedAt: minutesAgo(60), emittedAt: minutesAgo(59) });

    expect(await listOverdue(10, 10_000)).toEqual([stuck?.deliveryId, forgotten?.deliveryId]);
  });

  test("leaves alone what was accepted a moment ago, unless a process has just started", async () => {
    const { deliveryId } = await post(await anInbox(), plain("a@b"));
    expect(await listOverdue(10, 10_000)).toEqual([]);
    expect(await listOverdue(10, 0)).toEqual([deliveryId]);
  });

  test("leaves alone what is finished", async () => {
    const { deliveryId } = await post(await anInbox(), plain("a@b"));
    await db.transaction((tx) => finishDelivery(tx, deliveryId, { state: "ignored", reason: "no mail" }));
    expect(await listOverdue(10, 0)).toEqual([]);
  });
});
