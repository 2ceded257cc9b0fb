import { createHash } from "node:crypto";
import type { Email } from "@/lib/mail/email";

/** A short plain mail; overrides say what the test is about. */
export function anEmail(overrides: Partial<Email> = {}): Email {
  const ana = { name: "Ana Ruiz", address: "ana@customer.test" };
  return {
    messageId: "first@customer.test",
    references: [],
    inReplyTo: [],
    subject: "Broken lamp",
    from: ana,
    sender: null,
    replyTo: [],
    to: [{ name: "", address: "help@acme.test" }],
    cc: [],
    bcc: [],
    envelope: { from: ana.address, to: ["help@acme.test"] },
    date: new Date("2026-03-01T10:00:00Z"),
    receivedAt: null,
    text: "The lamp does not light.",
    html: null,
    headers: [],
    attachments: [],
    raw: null,
    notes: [],
    ...overrides,
  };
}

export const sha256 = (value: string) => createHash("sha256").update(value).digest("hex");
