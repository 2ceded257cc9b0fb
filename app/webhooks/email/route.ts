import { findOnlySource } from "@/lib/inbound/queries";
import { refuseMethod, showEndpoint, takeIn } from "./handlers";

/** Seconds: a body of 40 MB over a slow line takes its time. */
export const maxDuration = 300;

/** The endpoint of an installation with a single source; 404 with none or several. The contract is that of `[source]`. */
export async function POST(request: Request) {
  return takeIn(request, await findOnlySource());
}

export async function GET(request: Request) {
  return showEndpoint(request, await findOnlySource());
}

export { GET as HEAD, refuseMethod as DELETE, refuseMethod as OPTIONS, refuseMethod as PATCH, refuseMethod as PUT };
