import { storable } from "@/lib/mail/clean";
import { parseDate, parseTimestamp } from "@/lib/mail/dates";
import { type Email, emailSchema, MAX_ADDRESSES } from "@/lib/mail/email";
import { readInReplyTo, readMessageId, readReferences } from "@/lib/mail/message-ids";
import { fieldText } from "@/lib/mail/mime/field-text";
import { findField, findValue, type HeaderField } from "@/lib/mail/mime/header-block";
import { readMail } from "@/lib/mail/read-mail";
import { cleanSubject } from "@/lib/mail/subject";
import { eventType, requireInboundMail } from "./event-type";
import { Fields, isObject } from "./fields";
import { readFiles } from "./files";
import { readHeaders } from "./headers";
import { readPeople } from "./people";
import { readRawMail } from "./raw-mail";
import { readReported } from "./reported";
import { requireKnownVersion } from "./schema-version";
import { readSpam } from "./spam";

/** Objects that wrap the mail in one provider's event or another's. */
const WRAPPERS = ["data", "email", "message", "mail", "payload", "inbound", "object", "record", "event"];
/** What a mail has; the object with most of them is the mail. */
const MARKS = [
  "from",
  "sender",
  "to",
  "recipients",
  "subject",
  "text",
  "html",
  "body",
  "headers",
  "raw",
  "rawmime",
  "attachments",
  "textbody",
  "htmlbody",
  "bodyplain",
  "rawemail",
  "mime",
  "emailrfc822",
  "bodyhtml",
];
const MAX_WRAPPING = 3;
const MAX_WRAPPED = 50;

/**
 * Maps a JSON mail event of any provider we have not written a mapper for, and of those whose own pages contradict each
 * other. Names may be in snake, kebab, camel or Pascal case, wrapped in `data`, `email` and the like. Raw MIME wins over fields made from
 * it; the envelope and Bcc exist in fields only.
 *
 * Throws `NotAMail` for other events, `UnreadableMail` for a `schema_version` that is not known.
 */
export function mapGeneric(payload: unknown, requestHeaders: Record<string, string>): Email {
  const root = new Fields(payload);
  const wrappings = unwrap(root);
  const mail = wrappings.toSorted((a, b) => b.count(MARKS) - a.count(MARKS))[0] ?? root;
  const raw = wrappings.map(readRawMail).find((found) => found !== undefined);

  requireKnownVersion(root.get("schemaversion") ?? mail.get("schemaversion") ?? requestHeaders["x-schema-version"]);
  const event = eventType(root, requestHeaders);
  requireInboundMail(event, raw !== undefined || looksLikeMail(mail));

  const notes: string[] = [];
  const envelope = readEnvelope(mail, root, notes);
  const receivedAt = readReceivedAt(mail, root);
  const verdicts = { reported: readReported(wrappings, envelope.from), spam: readSpam(wrappings, event) };
  if (!raw) return { ...mapFields(mail, envelope, receivedAt, notes), ...verdicts };

  const email = readMail(raw.bytes, { receivedAt });
  return emailSchema.parse({
    ...email,
    bcc: email.bcc.length > 0 ? email.bcc : readPeople(mail.get("bcc", "bccfull"), notes, "bcc"),
    envelope: { from: envelope.from ?? email.envelope.from, to: envelope.to.length > 0 ? envelope.to : email.envelope.to },
    attachments: email.attachments.length > 0 ? email.attachments : readFiles(mail.get(...FILES), email.html, notes),
    raw: raw.exact ? email.raw : null,
    ...verdicts,
    notes: [...email.notes, ...notes],
  } satisfies Email);
}

const FILES = ["attachments", "files", "attachment", "attachmentmetadatas"];

function mapFields(mail: Fields, envelope: Email["envelope"], receivedAt: Date | undefined, notes: string[]): Email {
  const headers = readHeaders(mail.get("headers", "messageheaders", "header", "rawheaders"));
  const people = (field: string, ...names: string[]) => {
    const given = mail.get(...names);
    return readPeople(given ?? asWritten(headers, field) ?? [], notes, field);
  };
  const from = people("from", "fromfull", "from", "fromaddress", "sender", "fromemail");
  const to = people("to", "tofull", "to", "toaddresses", "toaddress", "recipients", "recipient");
  const cc = people("cc", "ccfull", "cc", "ccaddresses");
  const html = readBody(mail, HTML);

  return emailSchema.parse({
    ...readIds(
      mail,
      headers,
      [...from, ...to, ...cc].map(({ address }) => address.toLowerCase()),
    ),
    subject: cleanSubject(storable(mail.text("subject") ?? headerText(headers, "subject") ?? "")),
    from: withName(from[0], mail.text("fromname")) ?? null,
    sender: people("sender", "sender")[0] ?? null,
    replyTo: people("reply-to", "replyto", "replytoaddress"),
    to,
    cc,
    bcc: people("bcc", "bccfull", "bcc", "bccaddresses"),
    envelope,
    date:
      parseDate(headerText(headers, "date") ?? "") ?? parseTimestamp(mail.get("date", "sentat", "datesent", "sent", "dateheader")) ?? null,
    receivedAt: receivedAt ?? null,
    text: readBody(mail, TEXT),
    html,
    headers: headers.map((field) => [storable(field.name), storable(fieldText(field))]),
    attachments: readFiles(mail.get(...FILES), html, notes),
    raw: null,
    notes,
  } satisfies Email);
}

const TEXT = {
  direct: ["text", "textbody", "bodytext", "plain", "plaintext", "bodyplain", "textplain", "plainbody", "strippedtext"],
  inner: ["text", "plain", "plaintext", "textplain"],
};
const HTML = { direct: ["html", "htmlbody", "bodyhtml", "texthtml"], inner: ["html", "texthtml"] };

function readBody(mail: Fields, names: typeof TEXT): string | null {
  const direct = names.direct.map((name) => mail.get(name)).find((value) => typeof value === "string" || Array.isArray(value));
  const body = mail.get("body", "content", "bodies");
  const inner = isObject(body) ? new Fields(body).text(...names.inner) : names === TEXT && typeof body === "string" ? body : undefined;
  const text = Array.isArray(direct)
    ? direct.filter((piece) => typeof piece === "string").join("\n")
    : typeof direct === "string"
      ? direct
      : inner;
  return text === undefined ? null : storable(text.replace(/\r\n?/g, "\n"));
}

function readIds(mail: Fields, headers: HeaderField[], people: string[]): Pick<Email, "messageId" | "references" | "inReplyTo"> {
  const references = mail.get("references");
  const given = Array.isArray(references)
    ? references
        .filter((id) => typeof id === "string")
        .map(bracket)
        .join(" ")
    : references;
  const answered = mail.get("inreplyto");
  const inReplyTo = Array.isArray(answered)
    ? answered
        .filter((id) => typeof id === "string")
        .map(bracket)
        .join(" ")
    : answered;
  return {
    messageId: readMessageId(findValue(headers, "message-id") ?? "") ?? ownId(mail),
    references: readReferences(findValue(headers, "references") ?? asText(given)).ids.map(storable),
    inReplyTo: readInReplyTo(findValue(headers, "in-reply-to") ?? asText(inReplyTo), new Set(people)).map(storable),
  };
}

// Several providers call an id of their own `message_id`. Theirs are UUIDs, which name a webhook and not a mail.
function ownId(mail: Fields): string | null {
  const given = mail.text("messageidheader", "rfcmessageid", "internetmessageid", "messageid") ?? "";
  const isTheirs = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(given.trim());
  const id = isTheirs ? null : readMessageId(given);
  return id === null ? null : storable(id);
}

function readEnvelope(mail: Fields, root: Fields, notes: string[]): Email["envelope"] {
  const envelope = new Fields(parseIfText(mail.get("envelope", "smtp") ?? root.get("envelope", "smtp")));
  const to = envelope.get("to", "rcptto", "recipients", "recipient", "rcpt") ?? mail.get(...ENVELOPE_TO) ?? root.get(...ENVELOPE_TO);
  const from = envelope.get("from", "mailfrom", "sender") ?? mail.get(...ENVELOPE_FROM) ?? root.get(...ENVELOPE_FROM);
  const people = readPeople(to ?? [], notes, "envelope").flatMap(({ address }) => (address ? [storable(address)] : []));
  const sender = typeof from === "string" && /^\s*(?:<>)?\s*$/.test(from) ? "" : readPeople(from ?? [], [], "envelope")[0]?.address;
  return { from: sender === undefined ? null : storable(sender), to: [...new Set(people)].slice(0, MAX_ADDRESSES) };
}

const ENVELOPE_TO = ["envelopeto", "envelopercpt", "rcptto", "originalrecipient", "deliveredto", "recipient", "recipients", "receivedfor"];
const ENVELOPE_FROM = ["envelopefrom", "mailfrom", "returnpath"];

function readReceivedAt(mail: Fields, root: Fields): Date | undefined {
  const names = ["receivedat", "datereceived", "receiveddate", "received", "createdat", "timestamp", "eventtime", "time"];
  for (const name of names) {
    const date = parseTimestamp(mail.get(name)) ?? parseTimestamp(root.get(name));
    if (date) return date;
  }
  return undefined;
}

function unwrap(root: Fields): Fields[] {
  const found = [root];
  let level = [root];
  for (let depth = 0; depth < MAX_WRAPPING && level.length > 0; depth++) {
    const inner = level.flatMap((object) => WRAPPERS.map((name) => parseIfText(object.get(name))).filter(isObject));
    level = inner.slice(0, MAX_WRAPPED).map((object) => new Fields(object));
    found.push(...level);
  }
  return found;
}

function looksLikeMail(mail: Fields): boolean {
  const sender = mail.has("from", "fromfull", "sender", "fromemail", "fromaddress", "headers", "messageheaders");
  return sender && mail.has(...TEXT.direct, ...HTML.direct, "subject", "body", "content", "to", "recipients", "headers", "emailid");
}

function headerText(headers: HeaderField[], name: string): string | undefined {
  const field = findField(headers, name);
  return field && fieldText(field);
}

// Who reads addresses decodes the names: a comma in an encoded word separates nothing.
function asWritten(headers: HeaderField[], name: string): string | undefined {
  const value = findValue(headers, name);
  return value === undefined ? undefined : Buffer.from(value, "latin1").toString("utf8");
}

function withName(person: Email["from"] | undefined, name: string | undefined): Email["from"] | undefined {
  return person && person.name === "" && name ? { ...person, name: storable(name.replace(/\p{Cc}+/gu, " ").trim()) } : person;
}

// SNS and SendGrid put JSON into strings.
function parseIfText(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*\{/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function bracket(id: string): string {
  return /[<>\s]/.test(id) ? id : `<${id}>`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
