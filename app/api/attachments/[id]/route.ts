import { z } from "zod";
import { secretKey } from "@/env";
import { downloadPath, isGranted, LINK_LIFE_MS } from "@/lib/attachments/download-link";
import { recordDownload } from "@/lib/attachments/downloads";
import { findAttachment } from "@/lib/attachments/queries";
import { WARNINGS } from "@/lib/attachments/warnings";
import { mayOpenQuarantine } from "@/lib/workspaces/roles";
import { refusal } from "../../v1/answers";
import { forViewer } from "../../v1/for-viewer";
import { serveFile } from "./serve";
import { servePage, servePreview } from "./serve-preview";

/**
 * The bytes of an attachment, as a file to keep: noted as a download, then sent from a path that is signed for this person and good for ten
 * minutes, which a download that breaks goes on from. A file one should be warned of is sent when the request says `?anyway`, and what a virus
 * scanner objects to only to owners. `?preview`, `?thumbnail` and, of a document, `?page=2` are answered
 * with a picture of the file, which is no download.
 *
 * - 200, 206 the file, or the part of it that was asked for
 * - 303 the signed path
 * - 304 not changed (it never does)
 * - 403 there is a warning, which the answer says; the path was changed or is too old; or the file is quarantined
 * - 404 no such attachment in this workspace, or no picture of it
 * - 410 the blob store has lost it
 * - 416 the range is outside of it
 * - 422 the page cannot be drawn, for the reason in the answer
 */
export const GET = forViewer<RouteContext<"/api/attachments/[id]">>(async (viewer, request, { params }) => {
  const id = z.uuid().safeParse((await params).id);
  const file = id.success ? await findAttachment(viewer.workspaceId, id.data) : undefined;
  if (!file) return refusal(404, "There is no such attachment.");
  if (file.scan === "infected" && !mayOpenQuarantine(viewer))
    return refusal(403, "The virus scanner found something in this file. Only owners can download it.");

  const query = new URL(request.url).searchParams;
  if (query.has("preview")) return servePreview(request, file, "preview");
  if (query.has("thumbnail")) return servePreview(request, file, "thumbnail");
  if (query.has("page")) return servePage(request, file, Number(query.get("page")));
  const grant = { attachmentId: file.id, userId: viewer.userId };
  if (query.has("signature"))
    return isGranted(secretKey(), grant, query, new Date())
      ? serveFile(request, file)
      : refusal(403, "This link is no longer good. Open the file from its message.");

  if (file.warnings.length > 0 && !query.has("anyway")) return refusal(403, file.warnings.map((warning) => WARNINGS[warning]).join(" "));
  if (request.method === "GET") await recordDownload(viewer.workspaceId, { ...grant, warnings: file.warnings });
  const location = downloadPath(secretKey(), grant, new Date(Date.now() + LINK_LIFE_MS));
  return new Response(null, { status: 303, headers: { location, "cache-control": "private, no-store" } });
});
