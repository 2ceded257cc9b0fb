import { findSource } from "@/lib/inbound/queries";
import { refuseMethod, showEndpoint, takeIn } from "../handlers";

/** Seconds: a body of 40 MB over a slow line takes its time. */
export const maxDuration = 300;

type Context = RouteContext<"/webhooks/email/[source]">;

/**
 * Takes in one signed webhook. Senders act on the status, so it is a promise (docs/webhooks.md):
 *
 * - 200 the delivery is committed, by this try or an earlier one
 * - 401 unsigned, forged or stale
 * - 404 no such source
 * - 408 the body came too slowly
 * - 413 body over the source's limit; a streamed body is counted as it comes
 * - 415 neither JSON nor a mail, or compressed
 * - 429 too far behind; come back after `Retry-After`
 * - 5xx nothing is promised; send it again
 */
export async function POST(request: Request, { params }: Context) {
  return takeIn(request, await findSource((await params).source));
}

/** Says to a person, or to a provider that probes, what the endpoint takes. */
export async function GET(request: Request, { params }: Context) {
  return showEndpoint(request, await findSource((await params).source));
}

export { GET as HEAD, refuseMethod as DELETE, refuseMethod as OPTIONS, refuseMethod as PATCH, refuseMethod as PUT };
