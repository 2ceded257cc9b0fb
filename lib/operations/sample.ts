import "server-only";
import { randomUUID } from "node:crypto";
import type { WorkspaceId } from "@/db/columns";
import { type Answered, openSender, type Post } from "./sender";

/** A mail to try an endpoint with, as a JSON mail event. Every one is a new mail. */
export function sampleMail(to: string, now: Date, id: string = randomUUID()): Post {
  const event = {
    id: `sample-${id}`,
    type: "email.received",
    created_at: now.toISOString(),
    data: {
      message_id: `<sample-${id}@mailroom.localhost>`,
      from: { name: "Mailroom", address: "sample@mailroom.localhost" },
      to: [{ address: to }],
      subject: "A sample mail",
      date: now.toISOString(),
      text: "This mail came in through your own endpoint: signed, verified, stored and filed like any other.\n\nYou can delete it.",
    },
  };
  return { id: event.id, contentType: "application/json", body: Buffer.from(JSON.stringify(event)) };
}

/**
 * Signs a sample mail with the source's own secret and posts it to the source's own endpoint at `origin`. Returns what the
 * door said, undefined when there is no such source. Rejects when nobody answers at `origin`.
 */
export async function sendSample(
  workspaceId: WorkspaceId,
  sourceId: string,
  origin: string,
  now = new Date(),
): Promise<Answered | undefined> {
  const sender = await openSender(workspaceId, sourceId, origin);
  return sender?.post(sampleMail("sample@mailroom.localhost", now), now);
}
