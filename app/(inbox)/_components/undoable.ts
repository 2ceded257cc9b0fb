import type { Conversation } from "@/app/_data/conversations";

const WORDS = {
  split: "Undo the split",
  merged: "Undo the merge",
  moved: "Undo the move",
  lane: "Undo the change of lane",
};

/** What undo would take back here, in words; undefined when there is nothing. Activities come newest first. */
export function undoable(activities: Conversation["activities"]): string | undefined {
  for (const { kind, undoneAt } of activities) if (kind !== "undone" && undoneAt === null) return WORDS[kind];
  return undefined;
}
