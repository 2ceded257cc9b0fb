import "server-only";
import type { RequestListener } from "node:http";
import { serve as serveNext } from "inngest/next";
import { serve as serveNode } from "inngest/node";
import { functions } from "@/lib/jobs";
import { inngest } from "@/lib/jobs/client";

/** Unsigned requests get 401 whatever they ask for: introspection and sync too. */
const options = { client: inngest, functions, enableUnauthedSync: false };

/** `/api/inngest` as a route of Next. */
export function jobsRoute() {
  return serveNext(options);
}

/** `/api/inngest` for a plain Node server: the same handler without Next's envelope around every call. */
export function jobsListener(): RequestListener {
  return serveNode(options);
}
