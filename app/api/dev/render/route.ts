import { env } from "@/env";
import { runTask } from "@/lib/workers/run-task";
import { answer, refusal } from "../../v1/answers";

/**
 * What production would show of this HTML, which is the request's body: the answer of the body route, without a message. No network, no
 * database, no session.
 *
 * - 404 `MAILROOM_DEV` is not set
 */
export async function POST(request: Request) {
  if (!env().MAILROOM_DEV) return refusal(404, "There is no such page.");
  return answer(await runTask("show", { text: null, html: await request.text(), pictures: [], remote: null, parent: null }));
}
