import { NonRetriableError } from "inngest";
import { RefusedAddress } from "@/lib/attachments/fetch-file";
import { UnreadableMail } from "@/lib/mail/email";
import { BlobTooLarge } from "@/lib/storage/blobs";

/** Runs a step and tells the engine not to try again when trying again cannot help. */
export async function orHopeless<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const hopeless = error instanceof UnreadableMail || error instanceof RefusedAddress || error instanceof BlobTooLarge;
    throw hopeless ? new NonRetriableError(error.message, { cause: error }) : error;
  }
}
