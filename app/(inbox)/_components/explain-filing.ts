import type { FilingReason } from "@/db/schema";

interface Explanation {
  label: string;
  sentence: string;
  /** The Message-ID that ties it to the others. */
  messageId?: string;
}

/** The reason that was stored with a message, in words. */
export function explainFiling(why: FilingReason): Explanation {
  if (why.rule === "first")
    return {
      label: "Starts here",
      sentence: "This message starts the conversation: it points to no mail that is known here, and none pointed to it.",
    };
  if (why.rule === "referred-to")
    return {
      label: "Was awaited",
      sentence: "A message that came in earlier points to this one, so it joined that conversation when it arrived.",
      messageId: why.messageId,
    };
  return { ...TIES[why.by], messageId: why.messageId };
}

const TIES = {
  "in-reply-to": { label: "Reply", sentence: "Its In-Reply-To header names a message of this conversation:" },
  references: { label: "Same thread", sentence: "Its References header names a message of this conversation:" },
  "message-id": { label: "Same id", sentence: "It has the same Message-ID as a message of this conversation:" },
};
