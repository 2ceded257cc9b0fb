import { support } from "./people";
import type { DatedMail, DemoFile, DemoPost, Person } from "./post";

/** Where the demo's provider delivers: the address of the first mailbox. */
const ENVELOPE_TO = "support@mailroom.localhost";

/** The mail as a provider's JSON event. */
export function asEvent(mail: DatedMail): DemoPost {
  const event = {
    event_id: `evt_${mail.id.replace(/\W/g, "_")}`,
    type: "email.received",
    schema_version: 1,
    created_at: received(mail).toISOString(),
    data: {
      message_id: `<${mail.id}>`,
      in_reply_to: mail.references.at(-1) ? `<${mail.references.at(-1)}>` : null,
      references: mail.references.map((id) => `<${id}>`),
      envelope: { from: mail.from.address, to: [ENVELOPE_TO] },
      from: mail.from,
      to: mail.to ?? [support],
      cc: mail.cc ?? [],
      subject: mail.subject,
      date: mail.date.toISOString(),
      headers: [["Date", mailDate(mail.date)], ["Message-ID", `<${mail.id}>`], ...(mail.headers ?? [])].map(([name, value]) => ({
        name,
        value,
      })),
      text: mail.text ?? null,
      html: mail.html ?? null,
      attachments: (mail.files ?? []).map(({ filename, contentType, bytes, contentId }) => ({
        filename,
        content_type: contentType,
        size: bytes.length,
        content_id: contentId ?? null,
        content: Buffer.from(bytes).toString("base64"),
      })),
    },
  };
  return { contentType: "application/json", headers: {}, body: Buffer.from(JSON.stringify(event), "utf8") };
}

/** The mail as its sender's server would pass it on: raw MIME. */
export function asMime(mail: DatedMail): DemoPost {
  const fields: [string, string][] = [
    ["Return-Path", `<${mail.from.address}>`],
    ["Delivered-To", ENVELOPE_TO],
    ["Received", `from mx.${hostOf(mail.from)} by mx.fernhill.example with ESMTPS; ${mailDate(received(mail))}`],
    ["Date", mailDate(mail.date)],
    ["From", mailbox(mail.from)],
    ["To", (mail.to ?? [support]).map(mailbox).join(", ")],
    ...(mail.cc ? [["Cc", mail.cc.map(mailbox).join(", ")] as [string, string]] : []),
    ["Subject", encodeWords(mail.subject)],
    ["Message-ID", `<${mail.id}>`],
    ...(mail.references.length > 0
      ? ([
          ["In-Reply-To", `<${mail.references.at(-1)}>`],
          ["References", mail.references.map((id) => `<${id}>`).join("\r\n ")],
        ] as [string, string][])
      : []),
    ...(mail.headers ?? []),
    ["MIME-Version", "1.0"],
  ];
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return { contentType: "message/rfc822", headers: { "x-envelope-to": ENVELOPE_TO }, body: Buffer.from(head + bodyOf(mail), "utf8") };
}

/** A date as RFC 5322 §3.3 writes it. */
export function mailDate(date: Date): string {
  return date.toUTCString().replace("GMT", "+0000");
}

function bodyOf(mail: DatedMail): string {
  const pictures = (mail.files ?? []).filter(({ contentId }) => contentId);
  const files = (mail.files ?? []).filter(({ contentId }) => !contentId);
  const texts = [...(mail.text ? [textPart("plain", mail.text)] : []), ...(mail.html ? [textPart("html", mail.html)] : [])];
  const body = texts.length > 1 ? multipart("alternative", mail.id, texts) : (texts[0] ?? textPart("plain", ""));
  const related = pictures.length > 0 ? multipart("related", mail.id, [body, ...pictures.map(filePart)]) : body;
  return files.length > 0 ? multipart("mixed", mail.id, [related, ...files.map(filePart)]) : related;
}

function multipart(kind: string, id: string, parts: string[]): string {
  const boundary = `=_${kind}_${id.replace(/[^a-z0-9]/g, "")}`;
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`;
}

function textPart(kind: "plain" | "html", text: string): string {
  return `Content-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(Buffer.from(text, "utf8"))}`;
}

function filePart({ filename, contentType, bytes, contentId }: DemoFile): string {
  const disposition = contentId ? `inline; filename="${filename}"\r\nContent-ID: <${contentId}>` : `attachment; filename="${filename}"`;
  return `Content-Type: ${contentType}; name="${filename}"\r\nContent-Disposition: ${disposition}\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(bytes)}`;
}

function lines(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\r\n");
}

function mailbox({ name, address }: Person): string {
  return `${/[^\w ]/.test(name) ? encodeWords(name) : name} <${address}>`;
}

// RFC 2047 §2: a word holds at most 75 characters, so at most 45 bytes; it must not cut a character.
function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  return [...words, word].map((piece) => `=?utf-8?B?${Buffer.from(piece, "utf8").toString("base64")}?=`).join("\r\n ");
}

function received({ date }: DatedMail): Date {
  return new Date(date.getTime() + 4_000);
}

function hostOf({ address }: Person): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
