import { z } from "zod";
import { checkMessage } from "@/lib/reparse/check";
import { answer, refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * Reads a message again from the bytes its provider posted: `{ outcome: "same" | "differs" | "unreadable", readingId, differences?, reason? }`.
 * What is shown stays; a reading that differs is kept beside it.
 *
 * - 404 no such message in this workspace
 */
export const POST = forViewer<RouteContext<"/api/v1/messages/[messageId]/reparse">>(async ({ workspaceId }, _request, { params }) => {
  const id = z.uuid().safeParse((await params).messageId);
  const checked = id.success ? await checkMessage(workspaceId, id.data) : undefined;
  return checked ? answer(checked) : refusal(404, "There is no such message.");
});
