import "server-only";
import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries, sources } from "@/db/schema";
import { singleton } from "@/db/singleton";
import type { Email } from "@/lib/mail/email";
import { bodyColumns, readBody } from "../keeping/delivery-body";
import { decode } from "./decode";

/** Decoded mails kept for the next step of the same run, in bytes of their bodies. */
const MAX_KEPT_BYTES = 64 * 1024 * 1024;

export type OpenedMail = Awaited<ReturnType<typeof readMailOf>>;

/**
 * The mail a delivery holds, decoded. Each step of a run asks again, because it may run in another process; within one
 * process it is decoded once. A delivery's bytes never change (I3), so what is kept is never stale.
 * Throws `UnreadableMail` or `NotAMail`.
 */
export async function openMail(deliveryId: string): Promise<OpenedMail> {
  const kept = keptMails();
  const known = kept.get(deliveryId);
  if (known) return known;
  const mail = await readMailOf(deliveryId);
  kept.set(deliveryId, mail);
  return mail;
}

/** For the last step: nobody will ask again. */
export function closeMail(deliveryId: string) {
  keptMails().delete(deliveryId);
}

/** The same, decoded anew. */
export async function readMailOf(deliveryId: string) {
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
  const body = await readBody(kept);
  const email: Email = await decode({ contentType: delivery.contentType, headers: delivery.headers, body });
  return { delivery, email, body };
}

interface KeptMails {
  get(id: string): OpenedMail | undefined;
  set(id: string, mail: OpenedMail): void;
  delete(id: string): void;
}

function keptMails(): KeptMails {
  return singleton("opened-mails", () => {
    const mails = new Map<string, OpenedMail>();
    let bytes = 0;
    const drop = (id: string) => {
      bytes -= mails.get(id)?.body.length ?? 0;
      mails.delete(id);
    };
    return {
      get: (id) => mails.get(id),
      set(id, mail) {
        drop(id);
        if (mail.body.length > MAX_KEPT_BYTES) return;
        mails.set(id, mail);
        bytes += mail.body.length;
        for (const oldest of mails.keys()) {
          if (bytes <= MAX_KEPT_BYTES) break;
          drop(oldest);
        }
      },
      delete: drop,
    };
  });
}
