import { expect, test } from "@playwright/test";
import fc from "fast-check";
import PostalMime, { type Address } from "postal-mime";
import { readMail } from "@/lib/mail/read-mail";

// Another reader of mail, written by other people: on mail that is well made, two readers must agree.

const word = fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9]{0,9}$/);
const text = fc.string({ unit: fc.constantFrom(..."aä€日💡 .,"), minLength: 1, maxLength: 60 }).map((line) => `x${line}x`);
const address = fc
  .tuple(word, word, text)
  .map(([local, host, name]) => ({ address: `${local}@${host.toLowerCase()}.test`, name: name.replace(/\s+/g, " ") }));
const encoded = (value: string) => `=?utf-8?B?${Buffer.from(value).toString("base64")}?=`;
const mailbox = ({ name, address: spec }: { name: string; address: string }) => `${encoded(name)} <${spec}>`;

const file = fc.record({ filename: text, bytes: fc.uint8Array({ maxLength: 200 }) });
const mail = fc.record({
  from: address,
  to: fc.array(address, { minLength: 1, maxLength: 5 }),
  subject: text,
  id: word,
  plain: text,
  html: fc.option(text),
  files: fc.array(file, { maxLength: 3 }),
});

function compose({ from, to, subject, id, plain, html, files }: typeof mail extends fc.Arbitrary<infer Mail> ? Mail : never): Buffer {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64").replace(/.{76}/g, "$&\r\n");
  const part = (type: string, bytes: Uint8Array, more = "") =>
    `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n${more}\r\n${base64(bytes)}`;
  const multipart = (kind: string, parts: string[]) =>
    `Content-Type: multipart/${kind}; boundary="=_${kind}"\r\n\r\n${parts.map((one) => `--=_${kind}\r\n${one}\r\n`).join("")}--=_${kind}--\r\n`;
  const plainPart = part("text/plain; charset=utf-8", Buffer.from(plain));
  const body = html === null ? plainPart : multipart("alternative", [plainPart, part("text/html; charset=utf-8", Buffer.from(html))]);
  const whole =
    files.length === 0
      ? body
      : multipart("mixed", [
          body,
          ...files.map(({ filename, bytes }) =>
            part("application/x", bytes, `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(filename)}\r\n`),
          ),
        ]);
  const head = [
    `From: ${mailbox(from)}`,
    `To: ${to.map(mailbox).join(",\r\n ")}`,
    `Subject: ${encoded(subject)}`,
    `Message-ID: <${id}@x.test>`,
    "Date: Mon, 2 Mar 2026 09:15:00 +0100",
    "MIME-Version: 1.0",
  ];
  return Buffer.from(`${head.join("\r\n")}\r\n${whole}`);
}

test("two readers of mail agree on what is well made", async () => {
  await fc.assert(
    fc.asyncProperty(mail, async (made) => {
      const bytes = compose(made);
      const [ours, theirs] = [readMail(bytes), await PostalMime.parse(bytes, { forceRfc822Attachments: true })];
      const flat = (list: Address[] | undefined) => (list ?? []).map(({ name, address: spec }) => ({ name, address: spec }));

      expect(ours.to).toEqual(flat(theirs.to));
      expect(ours.from).toEqual(flat(theirs.from ? [theirs.from] : [])[0]);
      expect(ours.subject).toBe(theirs.subject);
      expect(`<${ours.messageId}>`).toBe(theirs.messageId);
      expect(ours.date?.toISOString()).toBe(theirs.date);
      expect(ours.text?.trim()).toBe(theirs.text?.trim());
      expect(ours.html?.trim()).toBe(theirs.html?.trim());
      expect(
        ours.attachments.map(({ filename, content }) => [filename, content.kind === "bytes" && Buffer.from(content.bytes).toString("hex")]),
      ).toEqual(theirs.attachments.map(({ filename, content }) => [filename, Buffer.from(content as ArrayBuffer).toString("hex")]));
    }),
    { numRuns: 100, seed: 20260302 },
  );
});
