import "server-only";
import type { RequestListener } from "node:http";
import type { Inngest, InngestFunction } from "inngest";
import { serve as serveNext } from "inngest/next";
import { serve as serveNode } from "inngest/node";
import { functions } from "@/lib/jobs";
import { inngest } from "@/lib/jobs/client";
import { mayCall } from "./dev-server";

interface Jobs {
  client: Inngest;
  functions: InngestFunction.Like[];
}

/** `/api/inngest` as a route of Next. Who may not call gets 401, whatever the request asks for: introspection and sync too. */
export function jobsRoute(jobs: Jobs = { client: inngest, functions }) {
  const { GET, POST, PUT } = serveNext({ ...jobs, enableUnauthedSync: false });
  const guarded =
    (handler: typeof GET): typeof GET =>
    async (request, context) =>
      mayCall(jobs.client, request.url) ? handler(request, context) : new Response(UNAUTHORIZED, { status: 401, headers: JSON_HEADERS });
  return { GET: guarded(GET), POST: guarded(POST), PUT: guarded(PUT) };
}

/** The same for a plain Node server, without Next's envelope around every call. */
export function jobsListener(jobs: Jobs = { client: inngest, functions }): RequestListener {
  const listener = serveNode({ ...jobs, enableUnauthedSync: false });
  return (request, response) => {
    if (mayCall(jobs.client, request.url ?? "")) return listener(request, response);
    response.writeHead(401, JSON_HEADERS).end(UNAUTHORIZED);
  };
}

const JSON_HEADERS = { "content-type": "application/json" };
const UNAUTHORIZED = JSON.stringify({
  message: "Unauthorized: Inngest's dev server needs the address that `npm run -s mailroom -- engine dev-server` shows",
});
