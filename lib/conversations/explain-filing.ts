import type { FilingReason, SenderDoubt } from "@/db/schema";

/** A reason in a word, for a chip, and in a sentence. */
export interface Explanation {
  label: string;
  sentence: string;
  /** The Message-ID that ties it to the others. */
  messageId?: string;
  /** The other conversation that it speaks of. */
  conversationId?: string;
}

/** Why a message is in its conversation, in words. */
export function explainFiling(why: FilingReason): Explanation {
  switch (why.rule) {
    case "first":
      return {
        label: "Starts here",
        sentence: "This message started the conversation: when it came, it pointed to no mail that was known here, and none pointed to it.",
      };
    case "referred-to":
      return {
        label: "Was awaited",
        sentence: "A message that came in earlier points to this one, so it joined that conversation when it arrived.",
        messageId: why.messageId,
      };
    case "reference":
      return { ...TIES[why.by], messageId: why.messageId };
    case "token":
      return { label: "Reply address", sentence: "It was sent to the reply address of this conversation." };
    case "own-id":
      return { label: "Reply to us", sentence: "It answers a message that was sent from here:", messageId: why.messageId };
    case "apart":
      return { ...APART[why.because], messageId: why.messageId, conversationId: why.conversationId };
    case "continued":
      return {
        label: "Goes on here",
        sentence: "The conversation it belongs to is full: this one continues it.",
        conversationId: why.conversationId,
      };
    case "corrected":
      return CORRECTIONS[why.by];
  }
}

/** Why a message's sender is not believed, in words. */
export function explainDoubt({ because, address }: SenderDoubt): Explanation {
  const who = address || "a sender without an address";
  switch (because) {
    case "stranger":
      return {
        label: "First from this address",
        sentence: `Nobody has written to ${who} in this conversation, nor has ${who} written in it.`,
      };
    case "failed":
      return { label: "Not verified", sentence: `The receiving server could not verify that ${who} sent this.` };
    case "unproven":
      return { label: "Not verified", sentence: `It says to come from our own address ${who}, and nothing proves it.` };
    case "impersonation":
      return {
        label: "Possible impersonation",
        sentence: `It says to come from ${who}, whose domain denies having sent it (DMARC failed).`,
      };
  }
}

const TIES = {
  "in-reply-to": { label: "Reply", sentence: "Its In-Reply-To header names a message of this conversation:" },
  references: { label: "Same thread", sentence: "Its References header names a message of this conversation:" },
  "message-id": { label: "Same id", sentence: "It has the same Message-ID as a message of this conversation:" },
};

const APART = {
  subject: {
    label: "Kept apart",
    sentence: "It points to another conversation, but its subject is different and its sender takes no part there:",
  },
  impersonation: {
    label: "Kept apart",
    sentence: "It points to another conversation, but its sender is possibly an impersonator:",
  },
};

const CORRECTIONS = {
  split: { label: "Split by hand", sentence: "Somebody split it off from another conversation." },
  merge: { label: "Merged by hand", sentence: "Somebody merged its conversation into this one." },
  move: { label: "Moved by hand", sentence: "Somebody moved it here from another conversation." },
};
