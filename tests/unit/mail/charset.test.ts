import { expect, test } from "@playwright/test";
import { decodeText } from "@/lib/mail/charset";

const bytes = (...values: number[]) => Uint8Array.from(values);

test.describe("text under a charset label", () => {
  test("has every character of windows-1252, on every Node", () => {
    const all = Uint8Array.from({ length: 256 }, (_, at) => at);
    const decoded = decodeText(all, "windows-1252");
    expect(decoded.slice(0x80, 0xa0)).toBe("€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ");
    expect(decoded.slice(0xa0)).toBe(String.fromCharCode(...Array.from({ length: 96 }, (_, at) => 0xa0 + at)));
    for (const label of ["iso-8859-1", "latin1", "us-ascii", "ISO_8859-1:1987", " cp1252 "]) expect(decodeText(all, label)).toBe(decoded);
  });

  for (const [label, encoded, expected] of [
    ["shift_jis", bytes(0x83, 0x89, 0x83, 0x93), "ラン"],
    ["cp932", bytes(0x83, 0x89), "ラ"],
    ["euc-kr", bytes(0xc7, 0xd1), "한"],
    ["big5", bytes(0xa4, 0xa4), "中"],
    ["koi8-r", bytes(0xf2, 0xd5), "Ру"],
    ["ibm850", bytes(0x81, 0xe1), "üß"],
    ["iso-8859-15", bytes(0xa4), "€"],
    ["x-gbk", bytes(0xd6, 0xd0), "中"],
    ["gb2312", bytes(0xc4, 0xe3, 0x95, 0x32, 0x82, 0x36), "你𠀀"],
    ["cp936", bytes(0xd6, 0xd0), "中"],
    ["windows-874", bytes(0xa1), "ก"],
    ["utf-16le", bytes(0x41, 0x00, 0xe4, 0x00), "Aä"],
    ["utf-16", bytes(0x00, 0x41, 0x00, 0x42), "AB"],
    ["utf-16", bytes(0xff, 0xfe, 0x41, 0x00), "A"],
    ["utf-8", bytes(0xef, 0xbb, 0xbf, 0x41), "A"],
    ["hz-gb-2312", Buffer.from("Hi ~{VPND~}~~"), "Hi 中文~"],
    ["iso-2022-kr", Buffer.from("\u001b$)C\u000eGQ1[\u000f!"), "한글!"],
    ["iso-2022-cn", Buffer.from("\u001b$)A\u000eDc:C\u000f!"), "你好!"],
    ["iso-2022-jp", Buffer.from("\u001b$B$3$s\u001b(B!"), "こん!"],
    ["iso-2022-jp", Buffer.from("\u001b$B$3$s"), "こん"],
    // Two encoded words, put together: the Encoding Standard has U+FFFD where nothing stands between two escapes.
    ["iso-2022-jp", Buffer.from("\u001b$B$s\u001b(B\u001b$B$3\u001b(B\u001b(J"), "んこ"],
    ["utf-16be", Buffer.from("你好世界", "utf16le").swap16(), "你好世界"],
    ["utf-7", Buffer.from("+AOQ-+-"), "ä+"],
    ["utf-7", Buffer.from("1 + 1 +2D3coQ. +AO-"), "1 + 1 💡. "],
  ] as const) {
    test(`reads ${label}: ${expected}`, () => {
      expect(decodeText(encoded, label)).toBe(expected);
    });
  }

  test("is rescued when the label is missing, unknown or a lie", () => {
    const utf8 = Buffer.from("désolé – 日本");
    for (const label of [null, "us-ascii", "iso-8859-1", "windows-1251", "x-made-up", "utf8 "])
      expect(decodeText(utf8, label)).toBe("désolé – 日本");
    const latin1 = Buffer.from("Grüße", "latin1");
    for (const label of [null, "utf-8", "us-ascii", "x-made-up"]) expect(decodeText(latin1, label)).toBe("Grüße");
    for (const text of ["Lamp\r\n", "Grüße"]) expect(decodeText(Buffer.from(text), "utf-16")).toBe(text);
    const japanese = Buffer.from("\u001b$B$3$s\u001b(B, Ana");
    for (const label of [null, "us-ascii", "utf-8", "iso-8859-1"]) expect(decodeText(japanese, label)).toBe("こん, Ana");
  });

  test("keeps good UTF-8 around a broken byte", () => {
    expect(decodeText(Buffer.concat([Buffer.from("日本語の長い文章"), bytes(0xe6)]), "utf-8")).toBe("日本語の長い文章\ufffd");
  });

  test("never fails on noise, whatever the label says", () => {
    const noise = Uint8Array.from({ length: 512 }, (_, at) => (at * 31 + 7) % 256);
    for (const label of [
      "utf-8",
      "utf-7",
      "utf-16",
      "utf-32",
      "iso-2022-jp",
      "iso-2022-kr",
      "hz",
      "gb18030",
      "big5",
      "johab",
      "",
      "\0",
      "__proto__",
      "constructor",
    ]) {
      expect(typeof decodeText(noise, label)).toBe("string");
    }
  });
});
