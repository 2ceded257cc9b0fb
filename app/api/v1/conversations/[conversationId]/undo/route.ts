import { z } from "zod";
import { undoCorrection } from "@/lib/conversations/corrections/undo-correction";
import { correction } from "../../correction";

/** `{ activityId? }`: takes back the last split, merge or move here, or the one named. */
export const POST = correction(z.object({ activityId: z.uuid().optional() }), (by, id, { activityId }) =>
  undoCorrection(by, id, activityId),
);
