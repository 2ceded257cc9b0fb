import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { messageBodies, messages } from "@/db/schema";
import { inlineImagePath } from "@/lib/attachments/address";
import { listAttachments } from "@/lib/attachments/queries";
import { showTextOnly } from "@/lib/mail/show";
import { TaskOverrun } from "@/lib/workers/pool";
import { runTask } from "@/lib/workers/run-task";

/** Headers shown of one message. */
const MAX_HEADERS = 500;

/**
 * What a message shows: its HTML made harmless (undefined when it has none, `ok: false` when it is too much to show), its text in tokens, its
 * headers as they came. Undefined when there is no such message in this workspace.
 */
export async function showBody(workspaceId: WorkspaceId, messageId: string) {
  const [body] = await db
    .select({ text: messageBodies.text, html: messageBodies.html, headers: messageBodies.headers })
    .from(messageBodies)
    .innerJoin(messages, eq(messages.id, messageBodies.messageId))
    .where(and(eq(messages.workspaceId, workspaceId), eq(messageBodies.messageId, messageId)));
  if (!body) return undefined;

  const files = await listAttachments(workspaceId, [messageId]);
  const pictures = files.flatMap(({ id, contentId }): [string, string][] => (contentId ? [[contentId, inlineImagePath(id)]] : []));

  const bodies = { text: body.text, html: body.html, pictures };
  const shown = await runTask("show", bodies).catch((error: unknown) => {
    if (error instanceof TaskOverrun) return showTextOnly(bodies);
    throw error;
  });
  return { ...shown, headers: body.headers.slice(0, MAX_HEADERS) };
}

export type ShownBody = NonNullable<Awaited<ReturnType<typeof showBody>>>;

/** Where the raw mail of a message is kept, if it is of this workspace. */
export async function findRawMail(workspaceId: WorkspaceId, messageId: string) {
  const [raw] = await db
    .select({ key: messages.rawKey, type: messages.rawType, size: messages.rawSize, subject: messages.subject })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)));
  return raw;
}
