import "server-only";
import { z } from "zod";
import type { WorkspaceId } from "@/db/columns";
import type { Source } from "@/db/schema";
import { listSources, readSecret } from "@/lib/inbound/queries";
import { type Scheme, schemeOf } from "@/lib/inbound/signatures/schemes";
import { signedHeaders } from "@/lib/inbound/signatures/sign";

/** How long our own door may take. */
const ANSWER_MS = 30_000;
const MAX_TOLD = 200;

/** Signs and posts as a provider would: the demo, the sample and `npm run send`. Nothing of ours comes in by another way. */
export interface Sender {
  source: Source;
  /** Address of the source's endpoint. */
  endpoint: string;
  post(mail: Post, now?: Date): Promise<Answered>;
}

export interface Post {
  /** The event's id: posted twice under one, it is one delivery. */
  id: string;
  contentType: string;
  headers?: Record<string, string>;
  body: Uint8Array;
}

/** What the door said: `outcome` and `delivery` when it took the mail in, `error` and `message` when it did not. */
export interface Answered {
  status: number;
  outcome?: string | undefined;
  delivery?: string | undefined;
  error?: string | undefined;
  message?: string | undefined;
}

/** The sender of a source, at `origin`. Undefined when the workspace has no such source. */
export async function openSender(workspaceId: WorkspaceId, sourceId: string, origin: string): Promise<Sender | undefined> {
  const source = (await listSources(workspaceId)).find(({ id }) => id === sourceId);
  if (!source) return undefined;

  const scheme = schemeOf(source.scheme, source.schemeOptions);
  const secret = (await readSecret(workspaceId, sourceId)) ?? "";
  const endpoint = endpointOf(source, origin);
  return { source, endpoint, post: (mail, now = new Date()) => post(endpoint, scheme, secret, mail, now) };
}

export function endpointOf({ key }: Pick<Source, "key">, origin: string): string {
  return `${origin}/webhooks/email/${encodeURIComponent(key)}`;
}

async function post(
  endpoint: string,
  scheme: Scheme,
  secret: string,
  { id, contentType, headers, body }: Post,
  at: Date,
): Promise<Answered> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { ...headers, "content-type": contentType, ...signedHeaders(scheme, secret, { body, id, at }) },
    body: Buffer.from(body),
    redirect: "error",
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return { status: response.status, ...told(await response.text()) };
}

const said = z.object({
  status: z.string().optional(),
  delivery: z.string().optional(),
  error: z.string().optional(),
  message: z.string().optional(),
});

/** A proxy in between may answer with a page of its own. */
function told(text: string): Omit<Answered, "status"> {
  const parsed = said.safeParse(parseJson(text));
  if (!parsed.success) return { message: text.slice(0, MAX_TOLD) };
  const { status: outcome, ...rest } = parsed.data;
  return { outcome, ...rest };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
