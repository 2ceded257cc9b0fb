import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries, sources } from "@/db/schema";
import { singleton } from "@/db/singleton";
import { bodyColumns, readBody } from "../keeping/delivery-body";
import { decode } from "./decode";
import { OpenedMails } from "./opened-mails";

/**
 * Bytes of all mails that are in memory at a time, as they were posted. At the peak each costs the process about three in a mail
 * with files, which is there encoded and decoded, and six in JSON. Three mails of 25 MB are two being read and one being stored.
 */
export const MAX_OPENED_BYTES = 96 * 1024 * 1024;
/** The next step of a run follows at once, or the run has failed or goes on elsewhere. */
const KEEP_MS = 5_000;
/** Then the engine is told of the mail again (finish-delivery.ts): longer than that only waits what is stuck. */
const MAX_WAIT_MS = 10 * 60_000;

export type OpenedMail = Awaited<ReturnType<typeof readMailOf>>;

/**
 * Does something with the mail a delivery holds, decoded. Each step of a run asks again, because it may run in another process;
 * within one process it is decoded once. A delivery's bytes never change (I3), so what is kept is never stale.
 *
 * Waits while other mails take all the memory that mails may. Throws `UnreadableMail` or `NotAMail`.
 */
export function withMail<T>(deliveryId: string, work: (mail: OpenedMail) => Promise<T>): Promise<T> {
  return openedMails().use(deliveryId, work);
}

/** After the last step: nobody will ask again. */
export function closeMail(deliveryId: string) {
  openedMails().close(deliveryId);
}

function openedMails(): OpenedMails<OpenedMail> {
  return singleton("opened-mails", () => {
    return new OpenedMails({ maxBytes: MAX_OPENED_BYTES, keepMs: KEEP_MS, maxWaitMs: MAX_WAIT_MS, read: readMailOf });
  });
}

async function readMailOf(deliveryId: string, room: (bytes: number) => Promise<void>) {
  const [row] = await db
    .select({
      delivery: {
        id: deliveries.id,
        workspaceId: deliveries.workspaceId,
        sourceId: deliveries.sourceId,
        contentType: deliveries.contentType,
        headers: deliveries.headers,
        acceptedAt: deliveries.acceptedAt,
        defaultMailboxId: sources.defaultMailboxId,
        trustedHosts: sources.attachmentHosts,
        authservIds: sources.authservIds,
      },
      kept: bodyColumns,
    })
    .from(deliveries)
    .innerJoin(sources, eq(sources.id, deliveries.sourceId))
    .where(eq(deliveries.id, deliveryId));
  if (!row) throw new Error(`No delivery ${deliveryId}`);
  const { delivery, kept } = row;
  // A large body is in the blob store; that of a row is small, and may be there while it waits.
  await room(kept.size);
  const { email, body } = await decode({ ...delivery, body: await readBody(kept) });
  return { delivery, email, body };
}
