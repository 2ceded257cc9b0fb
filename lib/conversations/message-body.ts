import "server-only";
import { and, eq } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { messageBodies, messages } from "@/db/schema";
import { inlineImagePath } from "@/lib/attachments/address";
import { listAttachments } from "@/lib/attachments/queries";
import { sanitiseHtml } from "@/lib/mail/html";
import { htmlToText } from "@/lib/mail/html-text";
import { plainBody } from "@/lib/mail/plain-text";

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
  const cidUrl = (contentId: string) => {
    const file = files.find((one) => one.contentId === contentId) ?? files.find((one) => sameId(one.contentId, contentId));
    return file && inlineImagePath(file.id);
  };

  const html = body.html === null ? null : sanitiseHtml(body.html, { cidUrl });
  const text = body.text?.trim() ? body.text : body.html === null ? "" : htmlToText(body.html);
  return { html, text: plainBody(text), headers: body.headers.slice(0, MAX_HEADERS) };
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

// Content-IDs are case-sensitive (RFC 2392), and senders do not know it.
function sameId(a: string | null, b: string) {
  return a?.toLowerCase() === b.toLowerCase();
}
