import { setTimeout as sleep } from "node:timers/promises";
import { firstToRead } from "@/app/_data/first-to-read";
import { showBody } from "@/lib/conversations/message-body";
import type { OpenConversation } from "@/lib/conversations/open-conversation";
import type { Viewer } from "@/lib/workspaces/gate";

/** A page waits no longer for a body: it asks for it itself. */
const MAX_WAIT_MS = 150;
/** A larger one would keep back all that stands around it. */
const MAX_HTML_CHARS = 256 * 1024;

/** The body that is read first, to be sent with the page. Undefined where that would hold the page up, and where it fails: the page says why when it asks. */
export async function firstBody(
  viewer: Pick<Viewer, "workspaceId">,
  { messages, conversation }: OpenConversation,
  maxWaitMs = MAX_WAIT_MS,
) {
  const first = firstToRead(messages, conversation);
  if (!first) return undefined;
  const body = await Promise.race([showBody(viewer.workspaceId, first.id).catch(() => undefined), sleep(maxWaitMs, undefined)]);
  if (!body || (body.html?.ok && body.html.html.length > MAX_HTML_CHARS)) return undefined;
  return { messageId: first.id, body };
}
