import { expect, test } from "@playwright/test";
import { toByteString } from "@/lib/mail/mime/encoded-words";
import { readStructured } from "@/lib/mail/mime/parameters";

const read = (value: string) => {
  const { value: first, parameters } = readStructured(toByteString(value));
  return [first, Object.fromEntries(parameters)];
};

test.describe("a Content-Type or Content-Disposition", () => {
  for (const [value, first, parameters] of [
    ["text/plain", "text/plain", {}],
    ["filename=a.txt", "", { filename: "a.txt" }],
    ['filename="a; b.txt"; size=1', "", { filename: "a; b.txt", size: "1" }],
    ["Text / HTML ; Charset = UTF-8 (comment)", "text/html", { charset: "UTF-8" }],
    ['multipart/mixed; boundary="a;b=c"', "multipart/mixed", { boundary: "a;b=c" }],
    ["multipart/mixed; boundary=gc0p:08=U", "multipart/mixed", { boundary: "gc0p:08=U" }],
    ["text/plain;;; ; =; charset=utf-8;", "text/plain", { charset: "utf-8" }],
    ["text/plain charset=utf-8 format=flowed", "text/plain", { charset: "utf-8", format: "flowed" }],
    ['application/pdf name="a b.pdf" x=1', "application/pdf", { name: "a b.pdf", x: "1" }],
    ["attachment; filename=my report (final).pdf", "attachment", { filename: "my report (final).pdf" }],
    ['attachment; filename="C:\\\\temp\\\\a.txt"', "attachment", { filename: "C:\\temp\\a.txt" }],
    ['attachment; filename="C:\\temp\\a.txt"', "attachment", { filename: "C:\\temp\\a.txt" }],
    ['attachment; filename="never closed.pdf', "attachment", { filename: "never closed.pdf" }],
    ['attachment; filename=5" screen.png; size=1', "attachment", { filename: '5" screen.png', size: "1" }],
    ["attachment; filename==?utf-8?Q?=C3=A4?= =?utf-8?Q?=C3=B6.txt?=", "attachment", { filename: "äö.txt" }],
    ["attachment; filename*=UTF-8''%E2%82%AC.pdf; filename=euro.pdf", "attachment", { filename: "€.pdf" }],
    ["x/y; name*0*=utf-8'en'%E2%98; name*1*=%83; name*2=.txt", "x/y", { name: "☃.txt" }],
    ["x/y; name*1=b; name*0=a", "x/y", { name: "ab" }],
    // RFC 2231 §3 and §4.
    [
      'message/external-body; access-type=URL; URL*0="ftp://";URL*1="cs.utk.edu/pub/moore/x.tar"',
      "message/external-body",
      { "access-type": "URL", url: "ftp://cs.utk.edu/pub/moore/x.tar" },
    ],
    ["application/x-stuff; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "application/x-stuff", { title: "This is ***fun***" }],
    [
      "application/x-stuff; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"",
      "application/x-stuff",
      { title: "This is even more ***fun*** isn't it!" },
    ],
    ["x/y; name*=iso-8859-1''%A4%E4", "x/y", { name: "¤ä" }],
    ["x/y; name*=''plain%20text", "x/y", { name: "plain text" }],
    ["x/y; name*=no-quotes%20at%20all", "x/y", { name: "no-quotes at all" }],
    ["x/y; name=voil\u00e0; x=\u00a0y", "x/y", { name: "voil\u00e0", x: "\u00a0y" }],
    ["x/y; name*0*=utf-8''a%; name*1*=20b", "x/y", { name: "a%20b" }],
    ['x/y; name*10=k; name*9=j; name*0="a"', "x/y", { name: "ajk" }],
    ["x/y; NAME*0=a; Name*1=b", "x/y", { name: "ab" }],
    ['x/y; name="=?utf-8?Q?a?=\r\n =?utf-8?Q?b?="', "x/y", { name: "ab" }],
    ['text/plain; charset="us-ascii" (Plain text)', "text/plain", { charset: "us-ascii" }],
    ["text/plain (a (nested) one); (x) charset (y) = (z) utf-8", "text/plain", { charset: "utf-8" }],
    ['text/plain; x="a (b) c"', "text/plain", { x: "a (b) c" }],
    ["x/y; a=1; A=2", "x/y", { a: "1" }],
  ] as const) {
    test(`reads ${value}`, () => {
      expect(read(value)).toEqual([first, parameters]);
    });
  }
});
