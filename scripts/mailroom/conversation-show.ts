import { listActivities, listRelated } from "@/lib/conversations/corrections/history";
import { explainDoubt, explainFiling } from "@/lib/conversations/explain-filing";
import type { MessageHead } from "@/lib/conversations/queries";
import { findConversation, listMessages } from "@/lib/conversations/queries";
import { commandOnOne } from "./command-on-one";
import { Refused } from "./errors";
import { plain, when } from "./output";
import { getWorkspaceId } from "./workspace";

/** Nobody's id: what a person has read is not the operator's business. */
const NOBODY = "00000000-0000-0000-0000-000000000000";

export const conversationsShow = commandOnOne({
  name: "conversations show",
  about: "Show a conversation's messages, each with why it is there",
  takes: "<conversation>",
  async does(id) {
    const workspaceId = await getWorkspaceId();
    const found = await findConversation(workspaceId, NOBODY, id);
    if (!found) throw new Refused(`there is no conversation ${id}`);

    const { unread: _unread, ...conversation } = found;
    const [messages, related, activities] = await Promise.all([
      listMessages(workspaceId, conversation.id),
      listRelated(workspaceId, conversation.id),
      listActivities(workspaceId, conversation.id),
    ]);
    const told = messages.map((message) => ({ ...message, reason: explainFiling(message.why).sentence }));
    return {
      json: { ...conversation, messages: told, related, activities },
      lines: [
        plain(conversation.subject) || "(no subject)",
        ...messages.flatMap(linesOf),
        ...related.map((one) => `related    ${one.id}  ${plain(one.subject)} (${one.because})`),
        ...activities.map((one) => `${when(one.at)}  ${one.kind}${one.by ? ` by ${plain(one.by)}` : ""}${one.undoneAt ? " (undone)" : ""}`),
      ],
    };
  },
});

function linesOf({ id, from, receivedAt, subject, why, doubt, automated }: MessageHead): string[] {
  const { sentence, messageId } = explainFiling(why);
  return [
    "",
    `${id}  ${when(receivedAt)}  ${plain(from?.address ?? "-")}  ${plain(subject)}`,
    `  ${sentence}${messageId ? ` ${plain(messageId)}` : ""}`,
    ...(doubt ? [`  ${plain(explainDoubt(doubt).sentence)}`] : []),
    ...(automated ? [`  ${plain(automated.reason)}`] : []),
  ];
}
