interface Counts {
  messageCount: number;
  unread: number;
}

/** The message that a conversation opens at: the first that its reader has not seen, else the last. */
export function firstToRead<Message extends { arrival: number }>(messages: readonly Message[], conversation: Counts): Message | undefined {
  const seen = conversation.messageCount - conversation.unread;
  return messages.find(({ arrival }) => arrival > seen) ?? messages.at(-1);
}
