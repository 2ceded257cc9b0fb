import "server-only";
import { and, desc, eq, inArray } from "drizzle-orm";
import { db } from "@/db/client";
import type { WorkspaceId } from "@/db/columns";
import { messageBodies, messages } from "@/db/schema";
import { secretKey } from "@/env";
import { signPictures } from "@/lib/attachments/pictures";
import { listAttachments } from "@/lib/attachments/queries";
import { findImageConsent } from "@/lib/images/consent";
import { imageSender } from "@/lib/images/sender";
import { imageKey, validUntil } from "@/lib/mail/image-address";
import { showTextOnly } from "@/lib/mail/show";
import { TaskOverrun } from "@/lib/workers/pool";
import { runTask } from "@/lib/workers/run-task";

/** Headers shown of one message. */
const MAX_HEADERS = 500;

export interface ShowOptions {
  /** The reader asked for the remote images of this message. */
  wantsImages?: boolean;
}

/**
 * What a message shows: its HTML made harmless (null when it has none, `ok: false` when it is too much to show), its text in tokens, which
 * of its files the HTML shows in place, its headers as they came, and what was decided about its remote images. Undefined when there is no
 * such message in this workspace. Addresses in the HTML are signed, and end after an hour at least (lib/mail/image-address.ts).
 */
export async function showBody(workspaceId: WorkspaceId, messageId: string, { wantsImages = false }: ShowOptions = {}) {
  const [body] = await db
    .select({
      text: messageBodies.text,
      html: messageBodies.html,
      headers: messageBodies.headers,
      from: messages.from,
      verdict: messages.verdict,
      doubt: messages.doubt,
      conversationId: messages.conversationId,
      refs: messages.refs,
    })
    .from(messageBodies)
    .innerJoin(messages, eq(messages.id, messageBodies.messageId))
    .where(and(eq(messages.workspaceId, workspaceId), eq(messageBodies.messageId, messageId)));
  if (!body) return undefined;

  const sender = imageSender(body);
  const [files, consent, parent] = await Promise.all([
    listAttachments(workspaceId, [messageId]),
    findImageConsent(workspaceId, sender),
    findParentBody(body.conversationId, body.refs),
  ]);
  const shownBy = consent ?? (wantsImages ? ("once" as const) : null);
  const now = Date.now();
  const signed = signPictures(workspaceId, files, now);
  const pictures = signed.map(({ contentId, address }): [string, string] => [contentId, address]);

  const remote = shownBy === null ? null : { key: imageKey(secretKey(), workspaceId), until: validUntil(now) };
  const bodies = { text: body.text, html: body.html, pictures, remote, parent };
  const shown = await runTask("show", bodies).catch((error: unknown) => {
    if (error instanceof TaskOverrun) return showTextOnly(bodies);
    throw error;
  });
  const { html, text, pictured } = shown;
  const inPlace = signed.filter(({ address }) => pictured.includes(address)).map(({ attachmentId }) => attachmentId);
  return { html, text, inPlace, headers: body.headers.slice(0, MAX_HEADERS), images: { shownBy, sender } };
}

export type ShownBody = NonNullable<Awaited<ReturnType<typeof showBody>>>;

/** Of the mail it answers: the last it points to that is in its conversation. */
async function findParentBody(conversationId: string, refs: string[]) {
  if (refs.length === 0) return null;
  const [parent] = await db
    .select({ text: messageBodies.text, html: messageBodies.html })
    .from(messages)
    .innerJoin(messageBodies, eq(messageBodies.messageId, messages.id))
    .where(and(eq(messages.conversationId, conversationId), inArray(messages.mid, refs)))
    .orderBy(desc(messages.orderAt))
    .limit(1);
  return parent ?? null;
}

/** Where the raw mail of a message is kept, if it is of this workspace. */
export async function findRawMail(workspaceId: WorkspaceId, messageId: string) {
  const [raw] = await db
    .select({ key: messages.rawKey, type: messages.rawType, size: messages.rawSize, subject: messages.subject })
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.id, messageId)));
  return raw;
}
