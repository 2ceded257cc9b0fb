import { expect, test } from "@playwright/test";
import { attachmentName, contentDisposition, displayName, extensionOf } from "@/lib/mail/filename";

test.describe("a file name that is shown and saved under", () => {
  for (const [name, expected] of [
    ["report.pdf", "report.pdf"],
    ["../../etc/passwd", "passwd"],
    ["C:\\Users\\ana\\report.pdf", "report.pdf"],
    ["invoice\u202Egpj.exe", "invoicegpj.exe"],
    ["a\u0000b\r\nc.txt", "a b c.txt"],
    [".htaccess", "htaccess"],
    ["CON", "_CON"],
    ["nul.txt", "_nul.txt"],
    ["..", "attachment"],
    ["", "attachment"],
    [" . ", "attachment"],
    ["file.", "file"],
    ["a/b/", "b"],
    ['<script>".txt', "_script__.txt"],
    ["💡 lamp.png", "💡 lamp.png"],
    ["u\u0308ber.pdf", "über.pdf"],
  ] as const) {
    test(`of ${JSON.stringify(name)} is ${expected}`, () => {
      expect(displayName(name)).toBe(expected);
    });
  }

  test("is cut before its extension", () => {
    const name = displayName(`${"a".repeat(5_000)}.pdf`);
    expect([...name]).toHaveLength(150);
    expect(name.endsWith("….pdf")).toBe(true);
  });

  test("comes from the type when there is none", () => {
    expect(attachmentName(null, "message/rfc822")).toBe("message.eml");
    expect(attachmentName("", "image/webp")).toBe("image.webp");
    expect(attachmentName(null, "image/svg+xml")).toBe("attachment");
    expect(attachmentName("a.txt", "text/calendar")).toBe("a.txt");
  });

  test("has an extension only when it has one", () => {
    expect([extensionOf("a.PDF"), extensionOf("a.tar.gz"), extensionOf("a"), extensionOf("a. b")]).toEqual(["pdf", "gz", "", ""]);
  });
});

test.describe("the download header", () => {
  test("is one line of ASCII that no name can break out of", () => {
    for (const name of [
      'a"; x="b',
      "a\r\nSet-Cookie: x=1",
      "日本語.pdf",
      "100%.txt",
      "a\\b.txt",
      "it's (1)*.txt",
      "\ud800.txt",
      "é".repeat(5_000),
    ]) {
      expect(contentDisposition("attachment", name)).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.~!#$&+^`|%-]+$/,
      );
    }
  });

  test("holds the whole name by RFC 8187 and something readable for old clients", () => {
    expect(contentDisposition("inline", "Überweisung €5.pdf")).toBe(
      "inline; filename=\"Uberweisung _5.pdf\"; filename*=UTF-8''%C3%9Cberweisung%20%E2%82%AC5.pdf",
    );
  });
});
