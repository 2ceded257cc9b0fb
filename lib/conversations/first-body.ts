import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import type { WorkspaceId } from "@/db/columns";
import { firstToRead } from "./first-to-read";
import { type ShownBody, showBody } from "./message-body";
import type { OpenConversation } from "./open-conversation";

/** What is around a body waits no longer for it: the reader's page asks for it by itself then. */
const MAX_WAIT_MS = 150;
/** A larger one would keep back all that stands around it. */
const MAX_HTML_CHARS = 256 * 1024;

export interface FirstBody {
  messageId: string;
  body: ShownBody;
}

/**
 * The body that is read first, to be sent with its conversation. Undefined where that would hold the conversation up, and where it fails:
 * the page says why when it asks.
 */
export async function findFirstBody(
  workspaceId: WorkspaceId,
  { messages, conversation }: OpenConversation,
  maxWaitMs = MAX_WAIT_MS,
): Promise<FirstBody | undefined> {
  const first = firstToRead(messages, conversation);
  if (!first) return undefined;
  const body = await Promise.race([showBody(workspaceId, first.id).catch(() => undefined), sleep(maxWaitMs, undefined)]);
  if (!body || (body.html?.ok && body.html.html.length > MAX_HTML_CHARS)) return undefined;
  return { messageId: first.id, body };
}
