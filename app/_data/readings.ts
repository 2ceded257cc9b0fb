import type { Checked } from "@/lib/reparse/check";
import { send } from "./api";
import type { Wire } from "./wire";

export type CheckedMessage = Wire<Checked>;

/** Reads a message's mail again; what differs is kept beside what is shown. */
export const readAgain = (messageId: string) => send<CheckedMessage>("POST", `/api/v1/messages/${messageId}/reparse`);

/** Shows another reading in its message. */
export const showReading = (readingId: string) => send<{ messageId: string }>("PUT", `/api/v1/readings/${readingId}`);

/** Puts a waiting reading away. */
export const dismissReading = (readingId: string) => send<unknown>("DELETE", `/api/v1/readings/${readingId}`);
