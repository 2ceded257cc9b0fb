import { expect, test } from "@playwright/test";
import { readMail } from "@/lib/mail/read-mail";

// What a mail says of its own text, where it says it in an odd place or not at all.

/** Lines of a mail, one character per byte, with the line ends of mail. */
const mail = (...lines: string[]) => readMail(Buffer.from(lines.join("\r\n"), "latin1"));
const KOI8 = "\xf0\xd2\xc9\xd7\xc5\xd4";

test.describe("HTML without a charset in its header", () => {
  for (const declared of [
    "<meta charset=koi8-r>",
    '<META CHARSET = "KOI8-R" />',
    '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">',
    "<meta content='text/html; charset=&quot;koi8-r&quot;' http-equiv=Content-Type>",
  ])
    test(`has the one it declares: ${declared}`, () => {
      for (const type of ["text/html", "text/html; charset=us-ascii", 'text/html; charset=""'])
        expect(mail(`Content-Type: ${type}`, "", `<html><head>${declared}</head>${KOI8}`).html).toMatch(/Привет$/);
    });

  test("is not believed against its header, nor against its bytes", () => {
    expect(mail("Content-Type: text/html; charset=koi8-r", "", `<meta charset=windows-1251>${KOI8}`).html).toMatch(/Привет$/);
    const utf8 = Buffer.from("中文").toString("latin1");
    for (const lie of ["gbk", "koi8-r", "utf-16", "x-made-up"])
      expect(mail("Content-Type: text/html", "", `<meta charset=${lie}>${utf8}`).html).toMatch(/中文$/);
    expect(mail("Content-Type: text/html", "", `${"<meta ".repeat(50_000)}charset=koi8-r>${KOI8}`).html).not.toContain("Привет");
  });
});

test.describe("Japanese of before MIME", () => {
  // In seven bits, `$,` and `$"` are kana, and the escape that ends a run has a bracket in it.
  const name = '\x1b$B$,$"$3\x1b(B';

  test("is read in every header, and cuts no address in two", () => {
    const email = mail(`Subject: ${name} 1`, `From: ${name} <ana@x.test>`, `To: ${name} <a@x.test>, "${name}" <b@x.test>`, "", `${name}.`);
    expect([email.subject, email.from, email.text]).toEqual(["があこ 1", { name: "があこ", address: "ana@x.test" }, "があこ."]);
    expect(email.to).toEqual(["a", "b"].map((local) => ({ name: "があこ", address: `${local}@x.test` })));
  });

  test("is read in a file's name", () => {
    const email = mail("Content-Type: x/y", `Content-Disposition: attachment; filename="${name}.txt"; size=1`, "", "x");
    expect(email.attachments.map(({ filename }) => filename)).toEqual(["があこ.txt"]);
  });

  test("makes no sign of the header's grammar out of what is none", () => {
    for (const broken of ["\x1b$B", "\x1b$B$", "\x1b$B$3<evil@x.test>", "\x1b$B~~\x7f,x\x1b(B"]) {
      const { from, to } = mail(`From: ${broken} <ana@x.test>`, `To: ${broken}`, "", "");
      expect([from?.address, ...to.map(({ address }) => address)].filter((one) => one === "evil@x.test")).toEqual([]);
      expect(from?.name ?? "").not.toMatch(/\p{Cc}/u);
    }
  });

  test("is put together from encoded words of which each is whole", () => {
    const words = "=?ISO-2022-JP?B?GyRCJDMbKEI=?=\r\n =?iso-2022-jp?b?GyRCJHMbKEI=?=";
    expect(mail(`Subject: ${words}`, "", "").subject).toBe("こん");
  });
});

test.describe("raw names in a double-byte charset", () => {
  // Second bytes that are signs elsewhere: 表 of Shift_JIS and 功 of Big5 end in a backslash, 丂 of GBK in an at sign.
  for (const [charset, bytes, text] of [
    ["shift_jis", "\x95\x5c", "表"],
    ["big5", "\xa5\x5c", "功"],
    ["gbk", "\x81\x40", "丂"],
  ] as const)
    test(`are read and cut where they end: ${text}`, () => {
      const parts = [
        "Content-Type: multipart/mixed; boundary=o",
        "",
        "--o",
        "Content-Type: multipart/alternative; boundary=i",
        "",
        "--i",
        `Content-Type: text/plain; charset=${charset}`,
        "",
        bytes,
        "--i--",
        "--o",
        `Content-Disposition: attachment; filename="${bytes}"; size=1`,
        "",
        "x",
        "--o--",
      ];
      const email = mail(`Subject: ${bytes}`, `From: "${bytes}" <ana@x.test>`, `To: ${bytes} <a@x.test>, b@x.test`, ...parts);
      expect([email.subject, email.from, email.text]).toEqual([text, { name: text, address: "ana@x.test" }, text]);
      expect(email.to.map(({ name, address }) => [name, address])).toEqual([
        [text, "a@x.test"],
        ["", "b@x.test"],
      ]);
      expect(email.attachments.map(({ filename }) => filename)).toEqual([text]);
    });

  test("are UTF-8 where they are that, whatever the text is in (RFC 6532)", () => {
    const utf8 = Buffer.from("中文").toString("latin1");
    expect(mail(`Subject: ${utf8}`, "Content-Type: text/plain; charset=gbk", "", "").subject).toBe("中文");
  });
});

test("of related parts the one that `start` names is the body, wherever it stands (RFC 2387 §3.2)", () => {
  const related = (start: string) =>
    mail(
      `Content-Type: multipart/related; boundary=b; type="text/html"${start}`,
      "",
      "--b",
      "Content-Type: image/png",
      "Content-ID: <i@x>",
      "",
      "PNG",
      "--b",
      "Content-Type: text/html",
      "Content-ID: <root@x>",
      "",
      "<img src=cid:i@x>",
      "--b--",
    );
  for (const start of ['; start="<root@x>"', "; start=root@x"]) {
    const email = related(start);
    expect(email.html).toBe("<img src=cid:i@x>");
    expect(email.attachments.map(({ contentType, inline }) => [contentType, inline])).toEqual([["image/png", true]]);
  }
  expect(related('; start="<nobody@x>"').attachments.map(({ contentType }) => contentType)).toEqual(["image/png", "text/html"]);
});
