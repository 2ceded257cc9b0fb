import type { Lane } from "@/db/schema";
import { send } from "./api";

export interface CorrectionAnswer {
  /** Where the messages are now. */
  conversationId: string;
  activityId: string;
}

function correct(conversationId: string, verb: string, body: object) {
  return send<CorrectionAnswer>("POST", `/api/v1/conversations/${conversationId}/${verb}`, body);
}

/** This message and all below it become a conversation of their own. */
export const splitFrom = (conversationId: string, messageId: string) => correct(conversationId, "split", { messageId });

/** Makes the two one. */
export const mergeWith = (conversationId: string, other: string) => correct(conversationId, "merge", { with: other });

/** These messages leave for another conversation of the mailbox. */
export const moveTo = (conversationId: string, messageIds: string[], to: string) => correct(conversationId, "move", { messageIds, to });

/** The conversation stands in the inbox, or beside it. */
export const putInLane = (conversationId: string, lane: Lane) =>
  send<CorrectionAnswer>("PUT", `/api/v1/conversations/${conversationId}/lane`, { lane });

/** Takes back the last split, merge, move or change of lane. */
export const undoLast = (conversationId: string) => correct(conversationId, "undo", {});
