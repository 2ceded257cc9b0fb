import { dehydrate, QueryClient } from "@tanstack/react-query";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { z } from "zod";
import { FilledCache } from "@/app/_data/filled-cache";
import { bodyKey, conversationKey, conversationsKey } from "@/app/_data/keys";
import { parseSelection } from "@/app/_shell/paths";
import { findFirstBody } from "@/lib/conversations/first-body";
import { openConversation } from "@/lib/conversations/open-conversation";
import { formatPage } from "@/lib/conversations/page";
import { listConversations } from "@/lib/conversations/queries";
import { findMailbox, requireMember } from "@/lib/workspaces/gate";
import { Inbox } from "../../../_components/inbox";

type Props = PageProps<"/m/[mailboxId]/[[...rest]]">;

/** `/m/{mailbox}`, its `/automated`, and `/c/{conversation}` below both. One page for all, so that opening a conversation asks the server for its data alone. */
export default async function MailboxPage({ params }: Props) {
  const { mailboxId, rest } = await params;
  const viewer = await requireMember();
  const mailbox = await findMailbox(viewer, mailboxId);
  const selection = parseSelection(["", "m", mailboxId, ...(rest ?? [])].join("/"));
  if (!mailbox || !selection || !isId(selection.conversationId)) notFound();
  const { lane, conversationId } = selection;

  const [conversations, opened] = await Promise.all([
    listConversations(mailbox.id, viewer.userId, undefined, lane),
    conversationId ? openConversation(viewer.workspaceId, viewer.userId, conversationId) : undefined,
  ]);

  const first = opened && (await findFirstBody(viewer.workspaceId, opened));

  const cache = new QueryClient();
  const page = { conversations, next: formatPage(conversations) };
  cache.setQueryData(conversationsKey(mailbox.id, lane), { pages: [page], pageParams: [null] });
  if (opened && conversationId) cache.setQueryData(conversationKey(conversationId), opened);
  if (first) cache.setQueryData(bodyKey(first.messageId), first.body);

  return (
    <FilledCache json={JSON.stringify(dehydrate(cache))}>
      <Inbox />
    </FilledCache>
  );
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const mailbox = await findMailbox(await requireMember(), (await params).mailboxId);
  return mailbox ? { title: mailbox.name } : {};
}

function isId(conversationId: string | undefined): boolean {
  return conversationId === undefined || z.uuid().safeParse(conversationId).success;
}
