import { expect, test } from "@playwright/test";
import { readStructured } from "@/lib/mail/mime/parameters";

const read = (value: string) => {
  const { value: first, parameters } = readStructured(value);
  return [first, Object.fromEntries(parameters)];
};

test.describe("a Content-Type or Content-Disposition", () => {
  for (const [value, first, parameters] of [
    ["text/plain", "text/plain", {}],
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
    ["x/y; a=1; A=2", "x/y", { a: "1" }],
  ] as const) {
    test(`reads ${value}`, () => {
      expect(read(value)).toEqual([first, parameters]);
    });
  }
});
