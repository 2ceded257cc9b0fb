import { randomUUID } from "node:crypto";
import { type WorkStore, workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external.js";
import { type WorkUnitStore, workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external.js";
import { POST } from "@/app/webhooks/email/[source]/route";
import { createSource, type NewSource } from "@/lib/inbound/mutations";
import { schemeOf } from "@/lib/inbound/signatures/schemes";
import { signedHeaders } from "@/lib/inbound/signatures/sign";
import { createMailbox, createWorkspace } from "@/lib/workspaces/mutations";

export interface TestSource {
  id: string;
  key: string;
  secret: string;
  workspaceId: Awaited<ReturnType<typeof createWorkspace>>["id"];
  scheme: ReturnType<typeof schemeOf>;
}

/** A workspace with one mailbox and an endpoint. */
export async function aSource(overrides: Partial<NewSource> = {}): Promise<TestSource> {
  const { id: workspaceId } = await createWorkspace("Acme");
  const created = await createMailbox(workspaceId, { name: "Support", addresses: ["help@acme.test"] });
  if (!created.ok) throw new Error(created.reason);
  const { source, secret } = await createSource(workspaceId, {
    name: "Test",
    scheme: "webhook",
    defaultMailboxId: created.mailbox.id,
    ...overrides,
  });
  return { id: source.id, key: source.key, secret, workspaceId, scheme: schemeOf(source.scheme, source.schemeOptions) };
}

export interface Posting {
  body?: string | Uint8Array | ReadableStream<Uint8Array>;
  /** What the sender signed, when that is not the body it sends. */
  signed?: string | Uint8Array;
  headers?: Record<string, string>;
  eventId?: string;
  at?: Date;
  secret?: string;
}

/** A mail as a provider's JSON event. */
export function aMailEvent(overrides: Record<string, unknown> = {}): string {
  return JSON.stringify({
    event_id: randomUUID(),
    from: "ana@customer.test",
    to: ["help@acme.test"],
    subject: "Broken lamp",
    text: "The lamp does not light.",
    ...overrides,
  });
}

export function headersFor(source: TestSource, { body = "", signed, headers, eventId = randomUUID(), at = new Date(), secret }: Posting) {
  const bytes = signed ?? (body instanceof ReadableStream ? "" : body);
  return {
    "content-type": "application/json",
    ...signedHeaders(source.scheme, secret ?? source.secret, { body: Buffer.from(bytes), id: eventId, at }),
    ...headers,
  };
}

/** Posts to the real route handler, as Next would call it. */
export async function post(source: TestSource, posting: Posting = {}): Promise<Answered> {
  const { body = aMailEvent() } = posting;
  const request = new Request(`http://127.0.0.1/webhooks/email/${source.key}`, {
    method: "POST",
    headers: headersFor(source, { ...posting, body }),
    body: body as BodyInit,
    duplex: "half",
  } as RequestInit);
  return call(() => POST(request, { params: Promise.resolve({ source: source.key }) }));
}

export interface Answered {
  status: number;
  headers: Headers;
  json: Record<string, string>;
  /** What the handler put off until after the answer, not yet done. */
  later: (() => unknown)[];
}

/** Calls a route handler inside the request scope that `after()` asks for. */
export async function call(handler: () => Promise<Response>): Promise<Answered> {
  const later: (() => unknown)[] = [];
  const scope = { afterContext: { after: (task: () => unknown) => later.push(task) } } as unknown as WorkStore;
  const response = await workAsyncStorage.run(scope, () => workUnitAsyncStorage.run({ type: "request" } as WorkUnitStore, handler));
  const text = await response.text();
  const json = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : { text };
  return { status: response.status, headers: response.headers, json, later };
}
