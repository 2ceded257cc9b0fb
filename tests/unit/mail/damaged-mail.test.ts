import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "@playwright/test";
import fc from "fast-check";
import { contentHash } from "@/lib/mail/canonical";
import { type Email, type EmailAddress, emailSchema } from "@/lib/mail/email";
import { sortParts } from "@/lib/mail/mime/body";
import { type Part, readParts } from "@/lib/mail/mime/parts";
import { straighten } from "@/lib/mail/mime/straighten";
import { readMail } from "@/lib/mail/read-mail";
import { damaged, damages } from "@/tests/support/damage";
import { fuzz } from "@/tests/support/fuzz";

// Whole mails, broken by somebody who knows how mail is made. What is true of them is true of all mail. `assert`, because `expect` notes each
// of a hundred thousand steps.

const RUNS = fuzz(1_000, 20260302);
const mails = readdirSync("tests/fixtures")
  .filter((name) => name.endsWith(".eml"))
  .map((name) => readFileSync(`tests/fixtures/${name}`, "latin1"));
/** Tries a property on broken mail. What is printed when it fails is what was done to which fixture. */
function always(holds: (bytes: Uint8Array) => void) {
  fc.assert(
    fc.property(fc.nat(mails.length - 1), damages, (which, list) => holds(Buffer.from(damaged(mails, which, list), "latin1"))),
    RUNS,
  );
}

const bytesOf = ({ content }: Email["attachments"][number]) => (content.kind === "bytes" ? content.bytes : new Uint8Array());
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const peopleOf = ({ from, sender, replyTo, to, cc, bcc }: Email) =>
  [from, sender, ...replyTo, ...to, ...cc, ...bcc].filter((one) => one !== null);

function leavesOf(part: Part): Part[] {
  return part.children.length === 0 ? [part] : part.children.flatMap(leavesOf);
}

/** What of a mail can be compared. */
function digest(email: Email) {
  const { raw: _, attachments, ...rest } = email;
  return { ...rest, attachments: attachments.map((file) => ({ ...file, content: hashOf(bytesOf(file)) })) };
}

test.describe("a mail that somebody broke", () => {
  test("is a mail within every limit, with nothing in a line that would end it", () => {
    always((bytes) => {
      const email = readMail(bytes);
      emailSchema.parse(email);
      const lines = [
        email.subject,
        ...peopleOf(email).flatMap(({ name, address }) => [name, address]),
        ...[email.messageId ?? "", ...email.references, ...email.inReplyTo],
        ...[email.envelope.from ?? "", ...email.envelope.to],
        ...email.headers.flat(),
        ...email.attachments.flatMap(({ filename, contentType, disposition, contentId }) => [
          filename,
          contentType,
          disposition,
          contentId,
        ]),
      ];
      assert.deepEqual(
        lines.filter((line) => /[\p{Cc}\u2028\u2029]/u.test(line ?? "")),
        [],
      );
      assert.doesNotMatch(JSON.stringify(digest(email)), /\\u0000|\\ud[89a-f]/);
    });
  });

  test("shows every part of it, or has it as a file with all its bytes", () => {
    always((bytes) => {
      const { root, limits } = readParts(straighten(bytes));
      const { text, html, files } = sortParts(root);
      const kept = new Set([...text, ...html, ...files]);
      if (!limits.tooMany)
        assert.deepEqual(
          leavesOf(root).filter((leaf) => !kept.has(leaf)),
          [],
        );
      assert.deepEqual(
        readMail(bytes).attachments.map((file) => hashOf(bytesOf(file))),
        files.map((part) => hashOf(part.content())),
      );
    });
  });

  test("is read the same twice, and known again", () => {
    always((bytes) => {
      const [once, again] = [readMail(bytes), readMail(Buffer.from(bytes))];
      assert.deepEqual(digest(again), digest(once));
      assert.equal(contentHash(again, []), contentHash(once, []));
    });
  });

  test("says the same when what was read from it is written as a good mail, and read again", () => {
    always((bytes) => {
      const email = readMail(bytes);
      const again = readMail(write(email));
      assert.deepEqual(essence(again), essence(email));
    });
  });
});

/** A mail as it ought to be written (RFC 5322, 2045, 2047 and 2231). */
function write(email: Email): Buffer {
  const part = (fields: string[], bytes: Uint8Array) =>
    [...fields, "Content-Transfer-Encoding: base64", "", Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\r\n")].join("\r\n");
  const body = part(["Content-Type: text/plain; charset=utf-8"], Buffer.from(email.text ?? ""));
  const files = email.attachments.map((file) => {
    const name = file.filename === null ? "" : `; filename*=UTF-8''${encodeURIComponent(file.filename).replace(/['()*]/g, percent)}`;
    return part(["Content-Type: application/octet-stream", `Content-Disposition: attachment${name}`], bytesOf(file));
  });
  const list = (people: EmailAddress[]) => people.filter(isPlain).map(mailbox).join(",\r\n ");
  const ids = (all: string[]) => all.map((id) => `<${id}>`).join("\r\n ");
  const fields = [
    `Subject: ${words(email.subject)}`,
    ...(email.from && isPlain(email.from) ? [`From: ${mailbox(email.from)}`] : []),
    ...(email.to.some(isPlain) ? [`To: ${list(email.to)}`] : []),
    ...(email.messageId === null ? [] : [`Message-ID: <${email.messageId}>`]),
    ...(email.references.length > 0 ? [`References: ${ids(email.references)}`] : []),
    ...(email.date ? [`Date: ${email.date.toUTCString()}`] : []),
    'Content-Type: multipart/mixed; boundary="=_written"',
  ];
  const parts = [body, ...files].map((one) => `--=_written\r\n${one}\r\n`);
  return Buffer.from(`${fields.join("\r\n")}\r\n\r\n${parts.join("")}--=_written--\r\n`);
}

/** With its text and the whole around it, a mail of more has more parts than are read. */
const MAX_COMPARED_FILES = 990;

/** What `write` can say. */
function essence(email: Email) {
  return {
    subject: email.subject,
    from: email.from && isPlain(email.from) ? email.from : null,
    to: email.to.filter(isPlain),
    messageId: email.messageId,
    references: email.references,
    date: email.date?.toUTCString(),
    text: email.text ?? "",
    files: email.attachments.slice(0, MAX_COMPARED_FILES).map((file) => [file.filename, hashOf(bytesOf(file))]),
  };
}

/** An address that needs no rules of its own to be written. */
function isPlain({ address }: EmailAddress): boolean {
  return /^[\p{L}\p{N}.+_-]+@[\p{L}\p{N}.-]+$/u.test(address);
}

function mailbox({ name, address }: EmailAddress): string {
  return name === "" ? address : `${words(name)} <${address}>`;
}

function words(text: string): string {
  const characters = [...text];
  const pieces = Array.from({ length: Math.ceil(characters.length / 10) }, (_, at) => characters.slice(at * 10, at * 10 + 10).join(""));
  return pieces.map((piece) => `=?utf-8?B?${Buffer.from(piece).toString("base64")}?=`).join("\r\n ");
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16)}`;
}
