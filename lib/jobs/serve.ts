import "server-only";
import type { RequestListener } from "node:http";
import { serve as serveNext } from "inngest/next";
import { serve as serveNode } from "inngest/node";
import { functions } from "@/lib/jobs";
import { inngest } from "@/lib/jobs/client";
import { refuseUnsigned } from "./unsigned";

/** Unsigned requests get 401 whatever they ask for: introspection and sync too. */
const options = { client: inngest, functions, enableUnauthedSync: false };

/** `/api/inngest` as a route of Next. */
export function jobsRoute() {
  const { GET, POST, PUT } = serveNext(options);
  const signed =
    (handler: typeof GET): typeof GET =>
    async (request, context) =>
      refuseUnsigned() ?? handler(request, context);
  return { GET: signed(GET), POST: signed(POST), PUT: signed(PUT) };
}

/** `/api/inngest` for a plain Node server: the same handler without Next's envelope around every call. */
export function jobsListener(): RequestListener {
  return serveNode(options);
}
