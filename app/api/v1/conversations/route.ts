import { z } from "zod";
import { listConversationsById } from "@/lib/conversations/queries";
import { answer, refusal } from "../answers";
import { forViewer } from "../for-viewer";

const MAX_IDS = 100;
const ids = z.array(z.uuid()).min(1).max(MAX_IDS);

/**
 * Rows of the conversations named by `?id=` (up to a hundred): `{ conversations }`. One that was merged answers with where it went; one that
 * does not exist is left out.
 *
 * - 400 no id, too many, or one that is none
 */
export const GET = forViewer(async (viewer, request) => {
  const wanted = ids.safeParse(new URL(request.url).searchParams.getAll("id"));
  if (!wanted.success) return refusal(400, `Name 1 to ${MAX_IDS} conversations with id=.`);

  return answer({ conversations: await listConversationsById(viewer.workspaceId, viewer.userId, wanted.data) });
});
