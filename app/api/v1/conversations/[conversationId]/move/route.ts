import { z } from "zod";
import { moveMessages } from "@/lib/conversations/corrections/correct";
import { MAX_CONVERSATION_MESSAGES } from "@/lib/conversations/threading/side";
import { correction } from "../../correction";

const body = z.object({ messageIds: z.array(z.uuid()).min(1).max(MAX_CONVERSATION_MESSAGES), to: z.uuid() });

/** `{ messageIds, to }`: these messages leave for another conversation of the mailbox. */
export const POST = correction(body, (by, id, { messageIds, to }) => moveMessages(by, id, messageIds, to));
