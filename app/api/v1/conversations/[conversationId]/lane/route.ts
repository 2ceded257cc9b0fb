import { z } from "zod";
import { conversationLane } from "@/db/schema";
import { setLane } from "@/lib/conversations/corrections/set-lane";
import { correction } from "../../correction";

/** `{ lane }`: the conversation stands in the inbox (`inbox`) or beside it (`automated`). */
export const PUT = correction(z.object({ lane: z.enum(conversationLane.enumValues) }), (by, id, { lane }) => setLane(by, id, lane));
