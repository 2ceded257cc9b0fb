import { z } from "zod";
import { conversationLane } from "@/db/schema";
import { type Corrected, type Corrector, mergeByHand, moveMessages, splitConversation } from "@/lib/conversations/corrections/correct";
import { setLane } from "@/lib/conversations/corrections/set-lane";
import { undoCorrection } from "@/lib/conversations/corrections/undo-correction";
import { command, type Result } from "./command";
import { Refused, UsageError } from "./errors";
import { getWorkspaceId } from "./workspace";

const lanes = conversationLane.enumValues;
const uuid = z.uuid({ error: "takes the id of one" });

const conversationsSplit = command({
  name: "conversations split",
  about: "Part a conversation: a message and all below it become one of their own",
  takes: "<conversation>",
  options: { message: { value: "<id>", about: "the first message to leave" } },
  schema: z.object({ message: uuid }),
  does: async ({ message }, [id]) => told(await splitConversation(await operator(), getId(id), message), "Split into"),
});

const conversationsMerge = command({
  name: "conversations merge",
  about: "Make two conversations one",
  takes: "<conversation>",
  options: { with: { value: "<id>", about: "the other conversation" } },
  schema: z.object({ with: uuid }),
  does: async (other, [id]) => told(await mergeByHand(await operator(), getId(id), other.with), "Merged into"),
});

const conversationsMove = command({
  name: "conversations move",
  about: "Move messages to another conversation",
  takes: "<conversation>",
  options: {
    message: { value: "<id>", about: "a message to move; may be given several times", multiple: true },
    to: { value: "<id>", about: "the conversation they go to" },
  },
  schema: z.object({ message: z.array(uuid, { error: "names a message to move" }), to: uuid }),
  does: async ({ message, to }, [id]) => told(await moveMessages(await operator(), getId(id), message, to), "Moved to"),
});

const conversationsLane = command({
  name: "conversations lane",
  about: "Put a conversation into the inbox, or beside it with the mail of machines",
  takes: "<conversation>",
  options: { to: { value: "<lane>", about: lanes.join(", ") } },
  schema: z.object({ to: z.enum(lanes, { error: `takes one of ${lanes.join(", ")}` }) }),
  does: async ({ to }, [id]) =>
    told(await setLane(await operator(), getId(id), to), `Now in ${to === "inbox" ? "the inbox" : "automated"}:`),
});

const conversationsUndo = command({
  name: "conversations undo",
  about: "Take back the last split, merge, move or change of lane of a conversation",
  takes: "<conversation>",
  options: { activity: { value: "<id>", about: "this one instead of the last" } },
  schema: z.object({ activity: uuid.optional() }),
  does: async ({ activity }, [id]) => told(await undoCorrection(await operator(), getId(id), activity), "Undone; the messages are in"),
});

export const correctionCommands = [conversationsSplit, conversationsMerge, conversationsMove, conversationsLane, conversationsUndo];

async function operator(): Promise<Corrector> {
  return { workspaceId: await getWorkspaceId(), userId: null };
}

function getId(id: string | undefined): string {
  const read = z.uuid().safeParse(id);
  if (!read.success) throw new UsageError("give the id of a conversation");
  return read.data;
}

function told(corrected: Corrected, words: string): Result {
  if (!corrected.ok) throw new Refused(corrected.reason);
  const { conversationId, activityId } = corrected;
  return { json: { conversationId, activityId }, lines: [`${words} ${conversationId}`] };
}
