import { createHash } from "node:crypto";
import { decode } from "@/lib/inbound/filing/decode";
import { authHeaders, judgeSender } from "@/lib/mail/authentication-results";
import { findAutomated } from "@/lib/mail/automated";
import { readCalendar } from "@/lib/mail/calendar";
import { contentHash } from "@/lib/mail/canonical";
import { decodeText } from "@/lib/mail/charset";
import { type Email, type EmailAttachment, NotAMail, UnreadableMail } from "@/lib/mail/email";
import { labelPart } from "@/lib/mail/labels";
import { snippetOf } from "@/lib/mail/snippet";
import { BadInput, type Verb } from "./verb";

/** `parse`: the mail that raw MIME or a JSON mail event becomes, read in a worker as a delivery is. */
export const parse: Verb = {
  about: "a mail (raw bytes, or a JSON mail event) → everything read from it; with --stream, base64 of one a line",
  run: (input, argv) => parseBytes(input, argv),
  runLine: async (line, argv) => parseBytes(fromBase64(line), argv),
};

let warm: Promise<unknown> | undefined;

async function parseBytes(body: Uint8Array, argv: string[]) {
  // `ms` is what reading takes, not what starting a worker does.
  warm ??= decode({ contentType: "message/rfc822", headers: {}, body: new Uint8Array() });
  await warm;
  const started = performance.now();
  const contentType = isJson(body) ? "application/json" : "message/rfc822";
  const outcome = await decode({ contentType, headers: {}, body }).then(({ email }) => email, refusal);
  const ms = Math.round((performance.now() - started) * 1000) / 1000;
  return "status" in outcome ? { ...outcome, ms } : { ...answerOf(outcome, argv), ms };
}

function refusal(error: unknown) {
  if (error instanceof UnreadableMail) return { status: "unparseable" as const, reason: error.message };
  if (error instanceof NotAMail) return { status: "not-a-mail" as const, reason: error.message };
  throw error;
}

function answerOf(email: Email, argv: string[]) {
  const { attachments, raw: _, notes, spam, reported, ...rest } = email;
  const files = attachments.map(describeFile);
  const hashes = files.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]));
  return {
    ...rest,
    attachments: files,
    calendar: readInvitation(email),
    snippet: snippetOf(email),
    contentHash: contentHash(email, hashes),
    verdicts: {
      sender: judgeSender(authHeaders(email.headers), hostOf(email), trustedIds(argv), reported),
      automated: findAutomated(email) ?? null,
      spam: spam ?? null,
    },
    status: notes.length > 0 ? "cut" : "parsed",
    reason: notes.join(" ") || null,
  };
}

function describeFile({ content, inline, ...file }: EmailAttachment) {
  const bytes = content.kind === "bytes" ? content.bytes : undefined;
  return {
    ...file,
    size: bytes?.length ?? null,
    sha256: bytes ? createHash("sha256").update(bytes).digest("hex") : null,
    related: inline,
    label: labelPart(file.contentType, file.filename) ?? null,
    ...(content.kind === "url" ? { url: content.url } : {}),
  };
}

function readInvitation({ attachments }: Email) {
  const part = attachments.find(
    ({ contentType, filename, content }) => content.kind === "bytes" && labelPart(contentType, filename) === "calendar",
  );
  return part?.content.kind === "bytes" ? (readCalendar(decodeText(part.content.bytes, part.charset)) ?? null) : null;
}

function hostOf({ from }: Email): string | null {
  return from?.address.split("@").at(-1) || null;
}

function trustedIds(argv: string[]): string[] {
  return argv.flatMap((word, at) => (argv[at - 1] === "--authserv-id" ? [word] : []));
}

// What begins like JSON and is none is a mail like any other.
function isJson(body: Uint8Array): boolean {
  const first = body.find((byte) => byte > 0x20 && byte < 0x80);
  if (first !== 0x7b && first !== 0x5b) return false;
  try {
    return typeof JSON.parse(new TextDecoder().decode(body)) === "object";
  } catch {
    return false;
  }
}

function fromBase64(line: string): Uint8Array {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(line.trim())) throw new BadInput("A line of --stream is a mail in base64");
  return Buffer.from(line, "base64");
}
