import { z } from "zod";
import type { AuthHeader } from "./authentication-results";

// What every payload becomes, whatever provider sent it. Limits are caps, not refusals: a mapper cuts to them and says so in `notes`.

export const MAX_ADDRESSES = 500;
export const MAX_REFERENCES = 51;
export const MAX_ATTACHMENTS = 1_000;
/** The longest name of a charset has 45 (IANA). */
export const MAX_CHARSET_CHARS = 60;

/** `address` is as written, host in lower case; empty when the header held only a name. */
export const addressSchema = z.object({ name: z.string(), address: z.string() });

/** Bytes that came in the payload, or a provider's address to fetch them from. */
export type AttachmentContent = { kind: "bytes"; bytes: Uint8Array } | { kind: "url"; url: string };

/** What a spam filter made of a mail; `score` as that filter counts, null when it gives none. */
export interface SpamReport {
  result: "spam" | "clean" | "unknown";
  score: number | null;
}

export const emailSchema = z.object({
  /** Without angle brackets; null when missing or unusable. */
  messageId: z.string().max(998).nullable(),
  /** Ids without angle brackets, at most the first and the last fifty. */
  references: z.array(z.string().max(998)).max(MAX_REFERENCES),
  /** Real ids only (RFC 5322 msg-id), without angle brackets. */
  inReplyTo: z.array(z.string().max(998)).max(MAX_REFERENCES),
  subject: z.string(),
  from: addressSchema.nullable(),
  sender: addressSchema.nullable(),
  replyTo: z.array(addressSchema).max(MAX_ADDRESSES),
  to: z.array(addressSchema).max(MAX_ADDRESSES),
  cc: z.array(addressSchema).max(MAX_ADDRESSES),
  bcc: z.array(addressSchema).max(MAX_ADDRESSES),
  /** SMTP envelope where the provider tells it: what routes the mail. */
  envelope: z.object({ from: z.string().nullable(), to: z.array(z.string()).max(MAX_ADDRESSES) }),
  /** What the Date header claims. */
  date: z.date().nullable(),
  /** When the provider says it took the mail in. */
  receivedAt: z.date().nullable(),
  text: z.string().nullable(),
  html: z.string().nullable(),
  /** In order, names as written, values unfolded and decoded. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  attachments: z
    .array(
      z.object({
        filename: z.string().nullable(),
        /** Without parameters. */
        contentType: z.string(),
        /** What a text is written in, as the sender declared it; often missing, sometimes a lie. */
        charset: z.string().max(MAX_CHARSET_CHARS).nullable(),
        contentId: z.string().nullable(),
        /** As the sender declared it: `attachment`, `inline` or a word of their own; null when they said nothing. */
        disposition: z.string().nullable(),
        /** The HTML body shows it in its place. */
        inline: z.boolean(),
        content: z.custom<AttachmentContent>((value) => typeof value === "object" && value !== null && "kind" in value),
      }),
    )
    .max(MAX_ATTACHMENTS),
  /** The mail's own bytes when the payload carried them exactly; null: keep the payload instead. */
  raw: z.custom<Uint8Array>((value) => value instanceof Uint8Array).nullable(),
  /** What the provider says its server found out about the sender. Counts only where the source says so. */
  reported: z.custom<AuthHeader>((value) => typeof value === "object" && value !== null && "clauses" in value).optional(),
  /** What the provider's spam filter says. */
  spam: z.custom<SpamReport>((value) => typeof value === "object" && value !== null && "result" in value).optional(),
  /** What was cut or could not be read, in words for people. */
  notes: z.array(z.string()),
});

export type Email = z.infer<typeof emailSchema>;
export type EmailAddress = z.infer<typeof addressSchema>;
export type EmailAttachment = Email["attachments"][number];

/** A mail nobody can file as it is: not retried, shown with this sentence. */
export class UnreadableMail extends Error {
  override name = "UnreadableMail";
}

/** A payload that is well-formed and no mail: a ping, a bounce report, a click. Its delivery is ignored, with this sentence. */
export class NotAMail extends Error {
  override name = "NotAMail";
}
