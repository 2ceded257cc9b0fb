import { z } from "zod";
import { DIFFERENCES_PER_PAGE, listDifferences } from "@/lib/reparse/queries";
import { answer, refusal } from "../answers";
import { forViewer } from "../for-viewer";

/**
 * Messages that today's reader reads otherwise than they are shown, newest first, fifty a page: `{ readings, next }`. `?after=` takes the
 * `next` of the page before.
 *
 * - 400 `after` is not a `next` of ours
 */
export const GET = forViewer(async ({ workspaceId }, request) => {
  const after = z
    .uuid()
    .optional()
    .safeParse(new URL(request.url).searchParams.get("after") ?? undefined);
  if (!after.success) return refusal(400, "after must be the `next` of the page before.");

  const readings = await listDifferences(workspaceId, after.data);
  return answer({ readings, next: readings.length === DIFFERENCES_PER_PAGE ? (readings.at(-1)?.id ?? null) : null });
});
