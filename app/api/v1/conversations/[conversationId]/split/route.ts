import { z } from "zod";
import { splitConversation } from "@/lib/conversations/corrections/correct";
import { correction } from "../../correction";

/** `{ messageId }`: this message and all below it become a conversation of their own, which the answer names. */
export const POST = correction(z.object({ messageId: z.uuid() }), (by, id, { messageId }) => splitConversation(by, id, messageId));
