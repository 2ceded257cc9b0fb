import { readAddresses } from "./addresses";
import { storable, storableLine } from "./clean";
import { type ShownParts, shownParts } from "./content-ids";
import { parseDate } from "./dates";
import {
  type Email,
  type EmailAddress,
  type EmailAttachment,
  emailSchema,
  MAX_ADDRESSES,
  MAX_ATTACHMENTS,
  MAX_CHARSET_CHARS,
  UnreadableMail,
} from "./email";
import { readInReplyTo, readMessageId, readReferences } from "./message-ids";
import { joinHtml, joinText, sortParts } from "./mime/body";
import { decodeWords } from "./mime/encoded-words";
import { fieldText } from "./mime/field-text";
import { findField, findValue, type HeaderField } from "./mime/header-block";
import { readFilename } from "./mime/part-fields";
import { MAX_PARTS, type Part, type PartLimits, readParts, textCharset } from "./mime/parts";
import { straighten } from "./mime/straighten";
import { cleanSubject } from "./subject";

/** Larger mails are refused before they are read. */
export const MAX_MAIL_BYTES = 64 * 1024 * 1024;

/** What the request said beside the mail's own bytes. */
export interface Transport {
  envelopeFrom?: string | undefined;
  envelopeTo?: string[] | undefined;
  receivedAt?: Date | undefined;
}

/**
 * Reads a mail (RFC 5322, MIME). Anything is a mail: noise becomes one with an empty header and a text body. Every limit is
 * a cut with a note; only `MAX_MAIL_BYTES` throws `UnreadableMail`.
 */
export function readMail(bytes: Uint8Array, transport: Transport = {}): Email {
  if (bytes.length > MAX_MAIL_BYTES) throw new UnreadableMail(`The mail has ${bytes.length} bytes; the limit is ${MAX_MAIL_BYTES}.`);

  const { root, limits } = readParts(straighten(bytes));
  const notes = describeLimits(limits);
  const header = new HeaderReader(root, notes);
  const people = {
    from: header.addresses("from")[0] ?? null,
    sender: header.addresses("sender")[0] ?? null,
    replyTo: header.addresses("reply-to"),
    to: header.addresses("to"),
    cc: header.addresses("cc"),
    bcc: header.addresses("bcc"),
  };
  const { text, html, files } = sortParts(root);
  const htmlBody = joinHtml(html);
  const shown = shownParts(htmlBody);

  return emailSchema.parse({
    ...people,
    ...header.ids([...people.to, ...people.cc, ...people.replyTo, people.from, people.sender]),
    subject: cleanSubject(storable(header.text("subject") ?? "")),
    envelope: readEnvelope(header, transport),
    date: parseDate(header.text("date") ?? "") ?? null,
    receivedAt: transport.receivedAt ?? readReceived(root.fields) ?? null,
    text: mapText(joinText(text)),
    html: mapText(htmlBody),
    headers: root.fields.map((field) => [storableLine(field.name), storableLine(fieldText(field, header.charset))]),
    attachments: files.slice(0, MAX_ATTACHMENTS).map((part) => toAttachment(part, shown, header.charset)),
    raw: bytes,
    notes,
  } satisfies Email);
}

class HeaderReader {
  readonly #fields: HeaderField[];
  readonly #notes: string[];
  /** What raw 8-bit bytes in headers are likely written in. */
  readonly charset: string | null;

  constructor(root: Part, notes: string[]) {
    this.#fields = root.fields;
    this.#notes = notes;
    this.charset = textCharset(root);
  }

  text(name: string): string | undefined {
    const field = findField(this.#fields, name);
    return field && storable(fieldText(field, this.charset));
  }

  /** To, Cc and the like may stand there several times, against the rule: all count. */
  addresses(name: string): EmailAddress[] {
    const value = this.#all(name).join(", ");
    const { addresses, total } = readAddresses(value, MAX_ADDRESSES, this.charset);
    if (total > addresses.length) this.#notes.push(`${total} addresses in ${name}, of which the first ${addresses.length} are kept.`);
    return addresses.map((address) => ({ name: storable(address.name), address: storable(address.address) }));
  }

  ids(people: (EmailAddress | null)[]): Pick<Email, "messageId" | "references" | "inReplyTo"> {
    const own = new Set(people.flatMap((person) => (person ? [person.address.toLowerCase()] : [])));
    const references = readReferences(decodeIds(this.#all("references").join(" ")));
    if (references.total > references.ids.length)
      this.#notes.push(`${references.total} references, of which the first and the last ${references.ids.length - 1} are kept.`);
    return {
      messageId: mapText(readMessageId(decodeIds(findValue(this.#fields, "message-id") ?? ""))),
      references: references.ids.map(storable),
      inReplyTo: readInReplyTo(decodeIds(findValue(this.#fields, "in-reply-to") ?? ""), own).map(storable),
    };
  }

  #all(name: string): string[] {
    return this.#fields.filter((field) => field.name.toLowerCase() === name).map(({ value }) => value);
  }
}

// Some mailers fold long ids into encoded words. The mail's own charset is left out: an id must read the same in every mail.
function decodeIds(value: string): string {
  return decodeWords(value);
}

// Receiving servers write on top: the first of each is the newest, and the only one the sender could not have written below it.
function readEnvelope(header: HeaderReader, { envelopeFrom, envelopeTo }: Transport): Email["envelope"] {
  const recipients = ["x-original-to", "delivered-to", "envelope-to", "x-envelope-to"].map((name) => header.text(name)).find(Boolean);
  const returnPath = header.text("return-path");
  const to = envelopeTo ?? (recipients ? addressesOf(recipients) : []);
  return { from: envelopeFrom ?? (returnPath === undefined ? null : (addressesOf(returnPath)[0] ?? "")), to: to.slice(0, MAX_ADDRESSES) };
}

function addressesOf(value: string): string[] {
  return readAddresses(Buffer.from(value, "utf8").toString("latin1"), MAX_ADDRESSES).addresses.flatMap(({ address }) => address || []);
}

// RFC 5321 §4.4: the time stands after the last semicolon.
function readReceived(fields: HeaderField[]): Date | undefined {
  const value = findValue(fields, "received");
  return value?.includes(";") ? parseDate(value.slice(value.lastIndexOf(";") + 1)) : undefined;
}

function toAttachment(part: Part, shown: ShownParts, charset: string | null): EmailAttachment {
  const filename = storableLine(readFilename(part.fields, charset) ?? "");
  const contentId = part.contentId === null ? null : storable(part.contentId);
  return {
    filename: filename || null,
    contentType: storableLine(part.type) || "application/octet-stream",
    charset: storableLine(part.parameters.get("charset") ?? "").slice(0, MAX_CHARSET_CHARS) || null,
    contentId,
    disposition: storableLine(part.disposition) || null,
    inline: contentId !== null && shown.has(contentId),
    content: { kind: "bytes", bytes: part.content() },
  };
}

function describeLimits({ tooDeep, tooMany, headersCut }: PartLimits): string[] {
  return [
    ...(tooDeep ? ["Nested too deep: the innermost parts are kept as one file."] : []),
    ...(tooMany ? [`More than ${MAX_PARTS} parts: the rest is in the original only.`] : []),
    ...(headersCut ? ["The header is too long: the rest of it is in the original only."] : []),
  ];
}

function mapText<T extends string | null>(text: T): T {
  return (text === null ? null : storable(text)) as T;
}
