import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import type { Email } from "@/lib/mail/email";
import { readMail } from "@/lib/mail/read-mail";

const read = (name: string) => readMail(readFileSync(`tests/fixtures/${name}`));
const readText = (lines: string) => readMail(Buffer.from(lines.replaceAll("\n", "\r\n"), "utf8"));
const files = (email: Email) => email.attachments.map(({ filename, contentType }) => `${filename ?? "-"} ${contentType}`);
const bytesOf = (email: Email, at: number) => {
  const content = email.attachments[at]?.content;
  return content?.kind === "bytes" ? Buffer.from(content.bytes).toString("latin1") : undefined;
};

test.describe("a plain mail", () => {
  const email = read("welcome.eml");

  test("gives its people, subject, date and ids", () => {
    expect(email).toMatchObject({
      from: { name: "Ana Ruiz", address: "ana@customer.test" },
      to: [{ name: "Acme Help", address: "help@acme.test" }],
      subject: "The lamp does not light",
      messageId: "welcome.1@customer.test",
      date: new Date("2026-03-02T08:15:00Z"),
    });
  });

  test("is routed by what the receiving server wrote on top", () => {
    expect(email.envelope).toEqual({ from: "ana@customer.test", to: ["help@acme.test"] });
    expect(email.receivedAt).toEqual(new Date("2026-03-02T08:15:04Z"));
  });

  test("is routed by the request's own envelope before that", () => {
    const relayed = readMail(readFileSync("tests/fixtures/welcome.eml"), { envelopeFrom: "b@relay.test", envelopeTo: ["x@acme.test"] });
    expect(relayed.envelope).toEqual({ from: "b@relay.test", to: ["x@acme.test"] });
  });

  test("keeps its bytes", () => {
    expect(email.raw).toEqual(readFileSync("tests/fixtures/welcome.eml"));
  });

  test("keeps the empty envelope sender of a bounce apart from a missing one", () => {
    expect(read("bounce.eml").envelope.from).toBe("");
    expect(read("flowed.eml").envelope.from).toBeNull();
  });
});

test.describe("text in any charset", () => {
  for (const [name, subject, text] of [
    ["windows-1252.eml", "“Lamp” – 5 €", "It’s “broken” – 5 €, François\n"],
    ["gb2312.eml", "退款请求", "您好，请问如何退款？"],
    ["iso-2022-jp.eml", "ランプについて", "ランプがつきません。\n"],
    ["utf-7.eml", "ärger", "Kein Licht ! 💡 <b>\n"],
    ["raw-8bit-headers.eml", "Lampe für die Küche", "Sie geht nicht an. Grüße\n"],
    ["raw-utf8-headers.eml", "Lampe für die Küche 💡", "Hallo\n"],
    ["lying-charset.eml", "x", "Ça ne marche pas – désolé\n"],
  ] as const) {
    test(`is read: ${name}`, () => {
      expect(read(name)).toMatchObject({ subject, text });
    });
  }

  test("is read when a character is cut in two between encoded words", () => {
    const email = readText("Subject: =?utf-8?B?w6TDtsO?= =?utf-8?B?8w58=?=\n\n");
    expect(email.subject).toBe("äöüß");
    expect(readText("Subject: =?utf-8?Q?K=C3?=\n =?utf-8?Q?=BCche?=\n\n").subject).toBe("Küche");
  });
});

test.describe("no attachment is lost", () => {
  test("text parts with a file name are files, shown or not", () => {
    const email = read("named-text-parts.eml");
    expect(files(email)).toEqual(["hello.txt text/plain", "log.txt text/plain", "page.html text/html"]);
    expect(email.text).toBe("The first part is the body and has a name.\nA footer without a name.");
  });

  test("mails inside a mail stay whole", () => {
    const email = read("forwarded.eml");
    expect(files(email)).toEqual(["first mail.eml message/rfc822", "- message/rfc822"]);
    expect(bytesOf(email, 0)).toContain("JVBERi0=");
    expect(email.text).toBe("Both attached.");
  });

  test("pictures nobody shows in the body stay in the list", () => {
    const email = read("inline-picture.eml");
    expect(email.attachments.map(({ filename, inline }) => [filename, inline])).toEqual([
      ["lamp.png", true],
      ["nobody-shows-me.png", false],
    ]);
  });

  test("pictures are shown in their place by the whole of their Content-ID, in any case", () => {
    const part = (head: string) => `--b\nContent-Type: image/png\n${head}\n\nx\n`;
    const html = '--b\nContent-Type: text/html\n\n<img src="CID:Logo%40x"><img src=cid:pic12@x>\n';
    const ids = ["logo@x", "pic1@x", "pic12@x"].map((id) => part(`Content-ID: <${id}>`));
    const mail = `Content-Type: multipart/related; boundary=b\n\n${html}${ids.join("")}--b--\n`;
    expect(readMail(Buffer.from(mail)).attachments.map(({ inline }) => inline)).toEqual([true, false, true]);
  });

  test("calendar, Outlook, signature and encrypted parts are files", () => {
    expect(files(read("invitation.eml"))).toEqual(["- text/calendar", "invite.ics application/ics"]);
    expect(files(read("winmail.eml"))).toEqual(["winmail.dat application/ms-tnef"]);
    expect(files(read("smime-signed.eml"))).toEqual(["smime.p7s application/pkcs7-signature"]);
    expect(files(read("pgp-encrypted.eml"))).toEqual(["- application/pgp-encrypted", "encrypted.asc application/octet-stream"]);
    expect(files(read("bounce.eml"))).toEqual(["- message/delivery-status", "- message/rfc822"]);
  });

  test("the last part of a mail that breaks off is kept as far as it came", () => {
    const email = read("unclosed-boundary.eml");
    expect(email.text).toBe("The first part.");
    expect(bytesOf(email, 0)).toBe("%PDF-1.4");
  });

  test("file names are read in every way senders write them", () => {
    expect(read("rfc2231-names.eml").attachments.map(({ filename }) => filename)).toEqual([
      "price €.pdf",
      "über.pdf",
      "über plain.pdf",
      "unquoted name (final)",
      'say "hi".pdf',
      "../../etc/passwd",
      "report.pdf",
    ]);
  });

  test("base64 with garbage, short lines, joined pieces or no padding is decoded", () => {
    const body = (base64: string) => readText(`Content-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n${base64}`);
    for (const base64 of [
      "aGVsbG8gd29ybGQ=",
      "a\nG\nV\nsbG8gd29ybGQ",
      "aGVs*bG8!g d29y\u00e9bGQ",
      "aGVsbG8=IHdvcmxk",
      "aGVsbG8gd29ybGQ=\n--x",
    ]) {
      expect(bytesOf(body(base64), 0)?.slice(0, 11)).toBe("hello world");
    }
  });

  test("declared as text and binary all the same, bytes are untouched", () => {
    const mail = Buffer.concat([
      Buffer.from("Content-Type: application/x\r\nContent-Transfer-Encoding: 7bit\r\n\r\n"),
      Buffer.from([0, 255, 13, 10, 128]),
    ]);
    expect(bytesOf(readMail(mail), 0)).toBe("\u0000\u00ff\r\n\u0080");
  });
});

test.describe("people", () => {
  const email = read("addresses.eml");

  test("are those the header names, groups and quoted local parts included", () => {
    expect(email.to.map(({ address }) => address)).toEqual([
      '"quoted local"@customer.test',
      "bob@customer.test",
      "help@acme.test",
      "real@customer.test",
    ]);
    expect(email.sender?.address).toBe("list-bounces@lists.test");
    expect(email.cc.map(({ address }) => address)).toEqual(["phisher@evil.test", "second-cc@customer.test"]);
  });

  test("cannot be made up by what a name holds", () => {
    expect(email.to.some(({ address }) => address.includes("evil.test"))).toBe(false);
    expect(email.cc[0]).toEqual({ name: "ceo@bank.test", address: "phisher@evil.test" });
  });
});

test.describe("broken mail is shown as far as it can be read", () => {
  test("line breaks and NULs hidden in headers cannot make new headers", () => {
    const email = read("header-injection.eml");
    expect(email.subject).toBe("Hi X-Injected: 1");
    expect(email.from).toEqual({ name: "Ana Bcc: evil@evil.test", address: "ana@customer.test" });
    expect(email.bcc).toEqual([]);
    expect(JSON.stringify(email.headers)).not.toMatch(/\\r|\\n|\\u0000/);
    expect(email.text).toBe("Body with NUL: []\n");
  });

  test("a boundary that the header names wrongly, or not at all, is found", () => {
    expect(read("wrong-boundary.eml").text).toBe("Readable all the same.");
    const file = "Content-Type: application/pdf; name=a.pdf\n\nx";
    expect(files(readText(`Content-Type: multipart/mixed\n\n--b\n${file}\n--b--`))).toEqual(["a.pdf application/pdf"]);
  });

  test("a boundary that never comes leaves the text", () => {
    expect(readText("Content-Type: multipart/mixed; boundary=b\n\nReadable --b all the same.\n").text).toBe("Readable --b all the same.\n");
  });

  test("a forgotten blank line costs nothing", () => {
    const email = read("no-blank-line.eml");
    expect(email.subject).toBe("No blank line");
    expect(email.text).toBe("This is the body already: of a script that forgot.\nSecond line.\n");
  });

  test("line ends of old Macs and the first line of an mbox are understood", () => {
    expect(read("bare-carriage-returns.eml")).toMatchObject({ subject: "Old line ends", text: "First\nSecond\n" });
    expect(read("mbox.eml")).toMatchObject({ subject: "From an mbox", date: new Date("2026-03-02T09:15:00Z") });
  });

  test("headers alone, nothing at all and noise are mails too", () => {
    expect(read("only-headers.eml")).toMatchObject({ subject: "Nothing else", text: "", attachments: [] });
    expect(readMail(new Uint8Array())).toMatchObject({ from: null, subject: "", text: "" });
    expect(readMail(Uint8Array.from({ length: 4_096 }, (_, at) => (at * 7919) % 256)).from).toBeNull();
  });

  test("a second Content-Type cannot change how the mail is read", () => {
    expect(readText("Content-Type: text/plain\nContent-Type: text/html\n\n<b>x</b>")).toMatchObject({ text: "<b>x</b>", html: null });
  });

  test("format=flowed joins lines and keeps quotes", () => {
    expect(read("flowed.eml").text).toBe(
      "This is one paragraph that was broken in three.\n\n> Quoted and broken too.\n>> Deeper.\nFrom the start of a line.\n-- \nAna\n",
    );
  });
});

test.describe("limits are cuts with a note", () => {
  test("more than five hundred recipients", () => {
    const email = readText(`To: ${Array.from({ length: 800 }, (_, at) => `u${at}@x.test`).join(", ")}\n\nx`);
    expect(email.to).toHaveLength(500);
    expect(email.notes).toEqual(["800 addresses in to, of which the first 500 are kept."]);
  });

  test("ten thousand references keep the first and the last fifty", () => {
    const email = readText(`References: ${Array.from({ length: 10_000 }, (_, at) => `<${at}@x>`).join("\n ")}\n\nx`);
    expect(email.references).toHaveLength(51);
    expect([email.references[0], email.references[1], email.references[50]]).toEqual(["0@x", "9950@x", "9999@x"]);
  });

  test("a header field without end hides none of the others, folded or in one line", () => {
    for (const endless of [
      `X-A: ${"a".repeat(1_000_000)}`,
      `X-A: ${"a\n ".repeat(500_000)}b`,
      `To: ${"a@b.test, ".repeat(50_000)}c@d.test`,
    ]) {
      const email = readText(`${endless}\nFrom: ana@customer.test\nSubject: Lamp\nMessage-ID: <a@x>\n\nbody`);
      expect(email).toMatchObject({ from: { address: "ana@customer.test" }, subject: "Lamp", messageId: "a@x", text: "body" });
      expect(email.notes.join()).toContain("The header is too long");
      if (endless.startsWith("To")) expect(email.to).toHaveLength(500);
    }
  });

  test("headers that take all the room leave some for what a mail is shown and filed by", () => {
    const ids = Array.from({ length: 9_000 }, (_, at) => `<${at}@a-host-with-a-long-name.test>`).join("\n ");
    for (const full of [`X-A: ${"a".repeat(190_000)}\n`.repeat(3), `References: ${ids}\n`.repeat(2), "X-A: 1\n".repeat(3_000)]) {
      const email = readText(
        `${full}From: ana@customer.test\nTo: help@acme.test\nSubject: Lamp\nMessage-ID: <a@x>\nReferences: ${ids}\n\nbody`,
      );
      expect(email).toMatchObject({ from: { address: "ana@customer.test" }, subject: "Lamp", messageId: "a@x", text: "body" });
      expect([email.references[0], email.references.at(-1)]).toEqual(["0", "8999"].map((n) => `${n}@a-host-with-a-long-name.test`));
      expect(email.notes.join()).toContain("The header is too long");
    }
    const endless = readText(`${"Subject: again\n".repeat(100_000)}From: ana@customer.test\n\nbody`);
    expect(endless.headers.length).toBeLessThanOrEqual(2_050);
    expect(endless.text).toBe("body");
  });

  test("headers without end, parts without end, nesting without end", () => {
    expect(readText(`${"X-A: 1\n".repeat(100_000)}\nbody`)).toMatchObject({ text: "body", notes: [expect.stringContaining("header")] });
    const parts = readText(`Content-Type: multipart/mixed; boundary=b\n\n${"--b\n\n".repeat(100_000)}--b--`);
    expect(parts.notes).toEqual([expect.stringContaining("More than 1000 parts")]);
    const nested = Array.from({ length: 1_000 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\n\n--b${at}\n`).join("");
    const deep = readText(`${nested}Content-Type: text/plain\n\ninnermost`);
    expect(deep.notes).toEqual([expect.stringContaining("Nested too deep")]);
    expect(bytesOf(deep, 0)).toContain("innermost");
  });
});
