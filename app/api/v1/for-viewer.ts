import { findViewer, type Viewer } from "@/lib/workspaces/gate";
import { refusal } from "./answers";

type Handler<Context> = (viewer: Viewer, request: Request, context: Context) => Promise<Response>;

/**
 * A route handler that only members get past: 401 for anybody else. Writes from pages of another site are refused (403) before the
 * session is even looked at, whatever the cookie's own rules.
 */
export function forViewer<Context>(handle: Handler<Context>) {
  return async (request: Request, context: Context): Promise<Response> => {
    if (isForeignWrite(request)) return refusal(403, "This request came from another site.");

    const viewer = await findViewer(request.headers);
    return viewer ? handle(viewer, request, context) : refusal(401, "Sign in first.");
  };
}

function isForeignWrite({ method, headers }: Request) {
  const site = headers.get("sec-fetch-site");
  return method !== "GET" && method !== "HEAD" && site !== null && site !== "same-origin" && site !== "none";
}
