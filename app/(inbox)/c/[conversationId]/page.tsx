import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { conversationPath } from "@/app/_shell/paths";
import { findConversation } from "@/lib/conversations/queries";
import { requireMember } from "@/lib/workspaces/gate";

/** The address of a conversation wherever it is now: for links that outlive merges and moves. */
export default async function ConversationLink({ params }: PageProps<"/c/[conversationId]">) {
  const viewer = await requireMember();
  const id = z.uuid().safeParse((await params).conversationId);
  const conversation = id.success ? await findConversation(viewer.workspaceId, viewer.userId, id.data) : undefined;
  if (!conversation) notFound();
  redirect(conversationPath(conversation.mailboxId, conversation.id, conversation.lane));
}
