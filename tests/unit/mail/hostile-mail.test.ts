import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { decodeHere } from "@/lib/inbound/filing/decode-here";
import { contentHash } from "@/lib/mail/canonical";
import { emailSchema, MAX_ADDRESSES, MAX_ATTACHMENTS, NotAMail, UnreadableMail } from "@/lib/mail/email";
import { sanitiseHtml } from "@/lib/mail/html";
import { plainBody } from "@/lib/mail/plain-text";
import { snippetOf } from "@/lib/mail/snippet";

const RUNS = { numRuns: 200, seed: 20260302 };
const fixtures = readdirSync("tests/fixtures")
  .filter((name) => name.endsWith(".eml"))
  .map((name) => readFileSync(`tests/fixtures/${name}`));

// On this thread: workers are tested on their own, and thousands of mails need no deadline each.
function readOrRefuse(contentType: string, body: Uint8Array, headers: Record<string, string>) {
  try {
    return decodeHere({ contentType, headers, body });
  } catch (error) {
    if (error instanceof UnreadableMail || error instanceof NotAMail) return undefined;
    throw error;
  }
}

/** Decodes, shows and hashes. Throws unless the outcome is a mail within its limits or one of the two named refusals. */
async function digest(contentType: string, body: Uint8Array, headers: Record<string, string> = {}) {
  const email = readOrRefuse(contentType, body, headers);
  if (!email) return;

  emailSchema.parse(email);
  expect(email.to.length).toBeLessThanOrEqual(MAX_ADDRESSES);
  expect(email.attachments.length).toBeLessThanOrEqual(MAX_ATTACHMENTS);
  const { raw: _, attachments, ...kept } = email;
  const text = JSON.stringify([kept, attachments.map(({ content: _content, ...rest }) => rest)]);
  expect(text).not.toContain("\\u0000");
  expect(text).not.toMatch(/\\ud[89a-f][0-9a-f]{2}/i);
  expect(snippetOf(email).length).toBeLessThanOrEqual(140);
  expect(contentHash(email, [])).toMatch(/^[0-9a-f]{64}$/);
  plainBody(email.text ?? "");
  if (email.html !== null) sanitiseHtml(email.html);
}

const piece = fc.constantFrom(
  "From: ",
  "To: ",
  "Subject: ",
  "Content-Type: ",
  "multipart/mixed; boundary=b",
  'multipart/alternative; boundary="b b"',
  "text/html",
  "text/plain; charset=",
  "utf-7",
  "utf-16",
  "iso-2022-jp",
  "gb18030",
  "message/rfc822",
  "; name*0*=utf-8''%",
  "; name*1=",
  "Content-Transfer-Encoding: ",
  "base64",
  "quoted-printable",
  "x-uuencode",
  "begin 644 a\nM",
  "=?utf-8?B?",
  "=?x?Q?=",
  "?=",
  "--b",
  "--b--",
  "\r\n",
  "\n",
  "\r",
  "\n\n",
  "\t",
  " ",
  "\0",
  "<",
  ">",
  "(",
  ")",
  '"',
  "\\",
  ",",
  ";",
  ":",
  "@",
  "a@b.test",
  "<a@b.test>",
  "group:",
  "=\n",
  "=0",
  "=E9",
  "\u00e9",
  "\ud83d\udca1",
  "<div style='",
  "url(",
  "<style>",
  "</style>",
  "<!--",
  "cid:x",
  "Date: ",
  "31 Feb 9999 99:99:99 +9999",
  "> ",
  "On x wrote:",
  "References: ",
  "In-Reply-To: ",
  "Message-ID: ",
);

test.describe("whatever bytes come in", () => {
  test("noise ends in a mail or a named refusal", async () => {
    const types = fc.constantFrom("message/rfc822", "application/json", "", "text/plain", "multipart/form-data");
    await fc.assert(
      fc.asyncProperty(types, fc.uint8Array({ maxLength: 2_000 }), (type, bytes) => digest(type, bytes)),
      RUNS,
    );
  });

  test("mail put together from the parts of mail does", async () => {
    const mails = fc.array(piece, { maxLength: 120 }).map((pieces) => Buffer.from(pieces.join(""), "utf8"));
    await fc.assert(
      fc.asyncProperty(mails, (bytes) => digest("message/rfc822", bytes)),
      RUNS,
    );
  });

  test("good mail with damage does", async () => {
    const damaged = fc
      .tuple(fc.constantFrom(...fixtures), fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 20 }), fc.nat(), fc.nat())
      .map(([mail, flips, from, length]) => {
        const bytes = Buffer.from(mail);
        for (const [at, value] of flips) bytes[at % bytes.length] = value;
        const cut = from % bytes.length;
        return Buffer.concat([bytes.subarray(0, cut), bytes.subarray(cut + (length % 50))]);
      });
    await fc.assert(
      fc.asyncProperty(damaged, (bytes) => digest("message/rfc822", bytes)),
      RUNS,
    );
  });

  test("JSON of any shape does", async () => {
    const names = fc.constantFrom(
      "from",
      "to",
      "cc",
      "Subject",
      "text",
      "html",
      "headers",
      "attachments",
      "data",
      "email",
      "message",
      "raw",
      "envelope",
      "references",
      "in_reply_to",
      "message_id",
      "date",
      "timestamp",
      "type",
      "schema_version",
      "content",
      "filename",
      "url",
      "value",
      "name",
      "__proto__",
      "constructor",
    );
    const values = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("a@b.test", "\u0000", "\ud800", "<x@y>", "email.received", "AAAA", "data:text/plain;base64,AA==", "From: a\n\nx"),
        fc.string({ unit: "binary" }),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(names, tie("value"), { maxKeys: 6 }),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, values), (event) => digest("application/json", Buffer.from(JSON.stringify(event)))),
      RUNS,
    );
  });

  test("envelope headers of the request cannot break it", async () => {
    const header = fc.string({ maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(header, header, (from, to) =>
        digest("message/rfc822", fixtures[0] ?? new Uint8Array(), { "x-envelope-from": from, "x-envelope-to": to }),
      ),
      RUNS,
    );
  });
});

test.describe("a mail made to be slow is read to its end", () => {
  for (const [what, mail] of [
    ["quotes in To", `To: ${'"'.repeat(200_000)}`],
    ["escaped quotes in To", `To: ${'"\\'.repeat(100_000)}`],
    ["brackets in To", `To: ${"(".repeat(200_000)}`],
    ["pairs of quotes in To", `To: ${'"a"'.repeat(60_000)}`],
    ["colons in To", `To: ${"a@b:".repeat(50_000)}`],
    ["dots in To", `To: ${". ".repeat(100_000)}`],
    ["half encoded words", `Subject: ${"=?utf-8?Q?".repeat(20_000)}`],
    ["many encoded words", `Subject: ${"=?utf-8?Q?a?= ".repeat(15_000)}`],
    ["parameters", `Content-Type: text/plain${"; a=b".repeat(50_000)}`],
    ["quotes in parameters", `Content-Type: text/plain; x=${'="'.repeat(100_000)}`],
    ["brackets in References", `References: ${"<".repeat(200_000)}`],
    ["reply marks", `Subject: ${"Re: ".repeat(60_000)}`],
    ["lines that are almost boundaries", `Content-Type: multipart/mixed; boundary=b\n\n--b\n\n${"--b x\n".repeat(300_000)}`],
    ["nested elements", `Content-Type: text/html\n\n${"<div>".repeat(400_000)}`],
    ["paragraphs", `Content-Type: text/html\n\n${"<p>x</p>".repeat(200_000)}`],
    ["flowed lines", `Content-Type: text/plain; format=flowed\n\n${"a \n".repeat(300_000)}`],
    ["soft line breaks", `Content-Transfer-Encoding: quoted-printable\n\n${"= ".repeat(1_000_000)}`],
    ["messages in messages", "Content-Type: message/rfc822\n\nSubject: x\n".repeat(5_000)],
    ["dashes", `\n${"- ".repeat(500_000)}`],
    ["UTF-7", `Content-Type: text/plain; charset=utf-7\n\n${"+AAA".repeat(300_000)}`],
  ] as const) {
    test(what, async () => {
      await digest("message/rfc822", Buffer.from(`From: a@b.test\n${mail}\n\n`));
    });
  }
});
