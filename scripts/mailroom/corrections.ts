import { z } from "zod";
import { conversationLane } from "@/db/schema";
import { type Corrected, type Corrector, mergeByHand, moveMessages, splitConversation } from "@/lib/conversations/corrections/correct";
import { setLane } from "@/lib/conversations/corrections/set-lane";
import { undoCorrection } from "@/lib/conversations/corrections/undo-correction";
import { command, type Result } from "./command";
import { idOf } from "./command-on-one";
import { Refused } from "./errors";
import { getWorkspaceId } from "./workspace";

const lanes = conversationLane.enumValues;
const CONVERSATION = "<conversation>";
const uuid = z.uuid({ error: "takes the id of one" });

const conversationsSplit = command({
  name: "conversations split",
  about: "Part a conversation: a message and all below it become one of their own",
  takes: CONVERSATION,
  options: { message: { value: "<id>", about: "the first message to leave" } },
  schema: z.object({ message: uuid }),
  does: async ({ message }, [id]) => told(await splitConversation(await operator(), idOf(id, CONVERSATION), message), "Split into"),
});

const conversationsMerge = command({
  name: "conversations merge",
  about: "Make two conversations one",
  takes: CONVERSATION,
  options: { with: { value: "<id>", about: "the other conversation" } },
  schema: z.object({ with: uuid }),
  does: async (other, [id]) => told(await mergeByHand(await operator(), idOf(id, CONVERSATION), other.with), "Merged into"),
});

const conversationsMove = command({
  name: "conversations move",
  about: "Move messages to another conversation",
  takes: CONVERSATION,
  options: {
    message: { value: "<id>", about: "a message to move; may be given several times", multiple: true },
    to: { value: "<id>", about: "the conversation they go to" },
  },
  schema: z.object({ message: z.array(uuid, { error: "names a message to move" }), to: uuid }),
  does: async ({ message, to }, [id]) => told(await moveMessages(await operator(), idOf(id, CONVERSATION), message, to), "Moved to"),
});

const conversationsLane = command({
  name: "conversations lane",
  about: "Put a conversation into the inbox, or beside it with the mail of machines",
  takes: CONVERSATION,
  options: { to: { value: "<lane>", about: lanes.join(", ") } },
  schema: z.object({ to: z.enum(lanes, { error: `takes one of ${lanes.join(", ")}` }) }),
  does: async ({ to }, [id]) =>
    told(await setLane(await operator(), idOf(id, CONVERSATION), to), `Now in ${to === "inbox" ? "the inbox" : "automated"}:`),
});

const conversationsUndo = command({
  name: "conversations undo",
  about: "Take back the last split, merge, move or change of lane of a conversation",
  takes: CONVERSATION,
  options: { activity: { value: "<id>", about: "this one instead of the last" } },
  schema: z.object({ activity: uuid.optional() }),
  does: async ({ activity }, [id]) =>
    told(await undoCorrection(await operator(), idOf(id, CONVERSATION), activity), "Undone; the messages are in"),
});

export const correctionCommands = [conversationsSplit, conversationsMerge, conversationsMove, conversationsLane, conversationsUndo];

async function operator(): Promise<Corrector> {
  return { workspaceId: await getWorkspaceId(), userId: null };
}

function told(corrected: Corrected, words: string): Result {
  if (!corrected.ok) throw new Refused(corrected.reason);
  const { conversationId, activityId } = corrected;
  return { json: { conversationId, activityId }, lines: [`${words} ${conversationId}`] };
}
