import { readFile } from "node:fs/promises";
import { InngestTestEngine } from "@inngest/test";
import { eq } from "drizzle-orm";
import type { InngestFunction } from "inngest";
import { db } from "@/db/client";
import { newId } from "@/db/columns";
import { attachments, deliveries, messages } from "@/db/schema";
import { dueExaminations, type Examination, listUnexamined } from "@/lib/attachments/unexamined";
import { listEmissions } from "@/lib/inbound/filing/emissions";
import { createSource } from "@/lib/inbound/mutations";
import { findSource } from "@/lib/inbound/queries";
import { receive } from "@/lib/inbound/receive";
import { schemeOf } from "@/lib/inbound/signatures/schemes";
import { signedHeaders } from "@/lib/inbound/signatures/sign";
import { incoming } from "@/lib/inbound/web";
import { blobKept, deliveryAccepted, previewWanted, scanWanted, textWanted } from "@/lib/jobs/events";
import { extract, preview, scan, sniff } from "@/lib/jobs/examine-blob";
import { fileDelivery } from "@/lib/jobs/file-delivery";
import { createWorkspace } from "@/lib/workspaces/mutations";
import { addMailbox } from "./filing";

/** A workspace whose mailbox "Support" takes mail for help@acme.test through a signed endpoint. */
export async function anInbox() {
  const { id: workspaceId } = await createWorkspace("Acme");
  const mailboxId = await addMailbox(workspaceId, "Support", "help@acme.test");
  const { source, secret } = await createSource(workspaceId, { name: "Provider", defaultMailboxId: mailboxId, scheme: "webhook" });
  return { workspaceId, mailboxId, source, secret };
}

export type TestInbox = Awaited<ReturnType<typeof anInbox>>;

export interface Post {
  body: string | Uint8Array;
  contentType?: string;
  headers?: Record<string, string>;
}

/** Posts a payload, signed, through the door. Returns the receipt. */
export async function post({ source, secret }: TestInbox, { body, contentType = "application/json", headers = {} }: Post) {
  const bytes = Buffer.from(body);
  const signature = signedHeaders(schemeOf(source.scheme, source.schemeOptions), secret, { body: bytes, id: newId(), at: new Date() });
  const request = new Request(`http://mailroom.test/webhooks/email/${source.key}`, {
    method: "POST",
    body: bytes,
    headers: { "content-type": contentType, ...signature, ...headers },
  });
  const door = await findSource(source.key);
  if (!door) throw new Error(`no source ${source.key}`);
  const receipt = await receive(door, incoming(request));
  if (!receipt.ok) throw new Error(`refused: ${receipt.refusal.message}`);
  return receipt;
}

/** Runs the job that files a delivery, every step for real. Rejects as the run would fail. */
export async function runJob(deliveryId: string): Promise<void> {
  const [telling] = await listEmissions([deliveryId]);
  if (!telling) throw new Error(`no delivery ${deliveryId}`);
  const { workspaceId } = telling;
  await runFunction(fileDelivery, { name: deliveryAccepted.name, data: { deliveryId, workspaceId } });
}

const EXAMINATIONS = {
  sniff: { fn: sniff, event: blobKept },
  scan: { fn: scan, event: scanWanted },
  preview: { fn: preview, event: previewWanted },
  extract: { fn: extract, event: textWanted },
};

/** Runs what the job that files a delivery tells the engine to do with the files afterwards. */
export async function examineFiles(deliveryId: string): Promise<void> {
  const { attachments: files } = await findDelivered(deliveryId);
  for (const blob of await listUnexamined(files.map(({ blobId }) => blobId)))
    for (const due of dueExaminations(blob)) await examine(due, blob.id);
}

/** The same, and then what follows from it: pictures and texts are made of them. */
export async function openFiles(deliveryId: string): Promise<void> {
  await examineFiles(deliveryId);
  await examineFiles(deliveryId);
}

/** Runs one job on one file. */
export async function examine(due: Examination, blobId: string): Promise<void> {
  const { fn, event } = EXAMINATIONS[due];
  await runFunction(fn, { name: event.name, data: { blobId } });
}

const TOLD = ["have-files-examined", "have-it-opened"];

/** Every step for real, but for the telling: there is no engine here to tell. */
async function runFunction(fn: InngestFunction.Any, event: { name: string; data: object }) {
  const engine = new InngestTestEngine({ function: fn, events: [event], steps: TOLD.map((id) => ({ id, handler: () => undefined })) });
  const { error } = await engine.execute();
  if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error));
}

/** Posts a payload and files it. Returns the delivery and the messages it brought, with their attachments. */
export async function deliver(inbox: TestInbox, payload: Post) {
  const { deliveryId } = await post(inbox, payload);
  await runJob(deliveryId);
  return findDelivered(deliveryId);
}

/** A fixture, as raw MIME. */
export async function mime(name: string, headers: Record<string, string> = {}): Promise<Post> {
  return { body: await readFile(`tests/fixtures/${name}`), contentType: "message/rfc822", headers };
}

/** A JSON event of a provider. */
export function json(event: Record<string, unknown>): Post {
  return { body: JSON.stringify(event) };
}

export async function findDelivered(deliveryId: string) {
  const [delivery] = await db.select().from(deliveries).where(eq(deliveries.id, deliveryId));
  if (!delivery) throw new Error(`no delivery ${deliveryId}`);
  const filed = await db.select().from(messages).where(eq(messages.deliveryId, deliveryId)).orderBy(messages.id);
  const files = await db
    .select({ filename: attachments.filename, size: attachments.size, blobId: attachments.blobId, messageId: attachments.messageId })
    .from(attachments)
    .innerJoin(messages, eq(messages.id, attachments.messageId))
    .where(eq(messages.deliveryId, deliveryId))
    .orderBy(attachments.messageId, attachments.position);
  return { delivery, messages: filed, attachments: files };
}
