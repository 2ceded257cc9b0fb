import { z } from "zod";
import { findRawMail } from "@/lib/conversations/message-body";
import { blobStore } from "@/lib/storage/open";
import { serveRaw } from "../../../../serve-raw";
import { refusal } from "../../../answers";
import { forViewer } from "../../../for-viewer";

/**
 * The mail as it came in, byte for byte: text to look at, a file with `?download`.
 *
 * - 404 no such message in this workspace
 * - 410 the blob store has lost it
 */
export const GET = forViewer<RouteContext<"/api/v1/messages/[messageId]/source">>(async (viewer, request, { params }) => {
  const id = z.uuid().safeParse((await params).messageId);
  const raw = id.success ? await findRawMail(viewer.workspaceId, id.data) : undefined;
  if (!raw) return refusal(404, "There is no such message.");

  const blob = await blobStore().open(raw.key);
  if (!blob) return refusal(410, "The raw mail is not in the blob store.");
  return serveRaw(request, blob, { type: raw.type, name: raw.subject || "message" });
});
