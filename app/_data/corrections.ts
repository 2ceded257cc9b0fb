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

/** Takes back the last split, merge or move. */
export const undoLast = (conversationId: string) => correct(conversationId, "undo", {});
