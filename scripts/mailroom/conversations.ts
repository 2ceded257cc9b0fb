import { z } from "zod";
import type { MailboxId } from "@/db/columns";
import { type ConversationRow, listConversations } from "@/lib/conversations/queries";
import { listMailboxes } from "@/lib/workspaces/queries";
import { command } from "./command";
import { conversationsShow } from "./conversation-show";
import { correctionCommands } from "./corrections";
import { plain, table, when } from "./output";
import { getMailbox, getWorkspaceId } from "./workspace";

/** Nobody's id: what a person has read is not the operator's business. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

const conversationsList = command({
  name: "conversations list",
  about: "Show conversations, newest first",
  options: {
    mailbox: { value: "<name|id>", about: "only of this mailbox" },
    limit: { value: "<count>", about: "at most so many (50)" },
  },
  schema: z.object({
    mailbox: z.string().optional(),
    limit: z.coerce.number({ error: "takes a count" }).int().min(1).max(100_000).default(50),
  }),
  async does({ mailbox, limit }) {
    const workspaceId = await getWorkspaceId();
    const mailboxes = mailbox === undefined ? await listMailboxes(workspaceId) : [await getMailbox(workspaceId, mailbox)];
    const names = new Map(mailboxes.map(({ id, name }) => [id, name]));

    const found = (await Promise.all(mailboxes.map(({ id }) => listUpTo(limit, id)))).flat();
    const newest = found.sort((a, b) => b.lastMessageAt.getTime() - a.lastMessageAt.getTime() || (a.id < b.id ? 1 : -1)).slice(0, limit);
    const rows = newest.map((one) => [
      one.id,
      when(one.lastMessageAt),
      names.get(one.mailboxId) ?? "-",
      String(one.messageCount),
      plain(one.subject) || "(no subject)",
    ]);
    return {
      json: newest.map(({ unread: _, ...one }) => ({ ...one, mailbox: names.get(one.mailboxId) })),
      lines: table(["ID", "LAST MESSAGE", "MAILBOX", "MESSAGES", "SUBJECT"], rows),
    };
  },
});

export const conversationsCommands = [conversationsList, conversationsShow, ...correctionCommands];

async function listUpTo(limit: number, mailboxId: MailboxId): Promise<ConversationRow[]> {
  const rows: ConversationRow[] = [];
  while (rows.length < limit) {
    const page = await listConversations(mailboxId, NOBODY, rows.at(-1));
    if (page.length === 0) break;
    rows.push(...page);
  }
  return rows.slice(0, limit);
}
