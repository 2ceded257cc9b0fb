import { z } from "zod";
import { mergeByHand } from "@/lib/conversations/corrections/correct";
import { correction } from "../../correction";

/** `{ with }`: the other conversation becomes one with this. The answer names the older of the two, which stays. */
export const POST = correction(z.object({ with: z.uuid() }), (by, id, other) => mergeByHand(by, id, other.with));
