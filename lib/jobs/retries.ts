import { NonRetriableError, RetryAfterError } from "inngest";
import { isConnectionLost, reasonOf } from "@/db/errors";
import { UnreadableMail } from "@/lib/mail/email";
import { RefusedAddress } from "@/lib/outside/public-address";
import { BlobTooLarge } from "@/lib/storage/blobs";

/** Before the attempts after one whose database went away, in ms: a restart takes a second or two. Later ones wait as any other. */
const PAUSES_MS = [1_000, 5_000];

/** Runs a step and tells the engine what it cannot know: that trying again cannot help, or that it will help soon. */
export async function withRetryAdvice<T>(attempt: number, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const hopeless = error instanceof UnreadableMail || error instanceof RefusedAddress || error instanceof BlobTooLarge;
    if (hopeless) throw new NonRetriableError(error.message, { cause: error });
    const pause = isConnectionLost(error) ? PAUSES_MS[attempt] : undefined;
    throw pause === undefined
      ? new Error(reasonOf(error), { cause: error })
      : new RetryAfterError(reasonOf(error), pause, { cause: error });
  }
}
