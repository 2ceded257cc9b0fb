import { parseCursor } from "@/lib/live/cursor";
import { openLiveStream } from "@/lib/live/stream";
import { findViewer } from "@/lib/workspaces/gate";
import { refusal } from "../v1/answers";

export const dynamic = "force-dynamic";
/** Seconds. The stream ends itself before. */
export const maxDuration = 300;

/**
 * Changes of the viewer's workspace as server-sent events: `change` (JSON, ids only), and the signals `ready`, `reset`,
 * `beat` and `bye`. Resumes from `Last-Event-ID`, or from `?after=` on a first connection.
 *
 * - 401 not signed in
 * - 5xx the database cannot be reached: poll, or come back
 */
export async function GET(request: Request) {
  const viewer = await findViewer(request.headers);
  if (!viewer) return refusal(401, "Sign in first.");

  const after = parseCursor(request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("after"));
  return new Response(await openLiveStream(viewer, after, request.signal), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform and the last one keep proxies from collecting the stream before they pass it on.
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
