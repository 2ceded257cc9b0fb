import type { Answered, Sender } from "@/lib/operations/sender";
import { Refused } from "../mailroom/errors";
import type { NextMail } from "./mails";
import type { Progress } from "./progress";

/** Posts `times` mails, at most `atOnce` at a time, and tells what became of each. Stops when nobody answers. */
export async function postAll(
  sender: Sender,
  next: NextMail,
  { times, atOnce, progress }: { times: number; atOnce: number; progress: Progress },
) {
  const answers: Answered[] = [];
  let begun = 0;

  async function work() {
    while (begun < times) {
      begun += 1;
      answers.push(await sender.post(next()).catch(unreachable(sender)));
      progress.step();
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, times) }, work));
  return answers;
}

function unreachable({ endpoint }: Sender) {
  const { origin } = new URL(endpoint);
  return (error: unknown): never => {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED")
      throw new Refused(`nobody answers at ${origin}: start Mailroom with npm start, or say where it runs with --url`);
    throw new Refused(`${origin} did not answer: ${cause instanceof Error ? cause.message : String(cause)}`);
  };
}
