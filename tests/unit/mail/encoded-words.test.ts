import { expect, test } from "@playwright/test";
import { decodeWords, toByteString } from "@/lib/mail/mime/encoded-words";

const decode = (value: string) => decodeWords(toByteString(value));

test.describe("a header with encoded words", () => {
  for (const [value, expected] of [
    // RFC 2047 §8.
    ["(=?ISO-8859-1?Q?a?=)", "(a)"],
    ["(=?ISO-8859-1?Q?a?= b)", "(a b)"],
    ["(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)"],
    ["(=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=)", "(ab)"],
    ["(=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=)", "(ab)"],
    ["(=?ISO-8859-1?Q?a_b?=)", "(a b)"],
    ["(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)"],
    ["=?US-ASCII?Q?Keith_Moore?= <moore@cs.utk.edu>", "Keith Moore <moore@cs.utk.edu>"],
    [
      "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?=",
      "If you can read this you understand the example.",
    ],
    // RFC 2231 §5.
    ["=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"],
    // As it is sent.
    ["=?utf-8?q?=F0=9F=92?= =?utf-8?q?=A1?=", "💡"],
    ["=?utf-8?B?8J+S?= =?utf-8?B?oQ==?=", "💡"],
    ["=?utf-8?B?8J+S?= =?utf-8?Q?=A1?=", "💡"],
    ["=?UTF-8?Q?a?= =?utf-8?Q?b?=", "ab"],
    ["=?utf-8?Q?a?==?utf-8?Q?b?=", "ab"],
    ["=?iso-2022-jp?B?GyRCJWklcyVXGyhC?=", "ランプ"],
    ["=?windows-1251?B?z/Do4uXy?= =?koi8-r?B?IM3J0g==?=", "Привет мир"],
    ["=?gb2312?B?zcu/7sfrx/M=?=", "退款请求"],
    ["=?utf-8?Q?Really??=", "Really?"],
    ["=?utf-8?Q?What? Lamp?=", "What? Lamp"],
    ["=?utf-8?Q?=3D=3F?=", "=?"],
    ["=?utf-8?Q?a=zz_=4?=", "a=zz =4"],
    ["=?utf-8?Q??=", ""],
    ["=?utf-8?B?????=", ""],
    ["=?utf-8?Q?open =?utf-8?Q?b?=", "=?utf-8?Q?open b"],
    ["=?utf-8?X?a?=", "=?utf-8?X?a?="],
    ["=?utf-8?Q?a", "=?utf-8?Q?a"],
    ["a=?b", "a=?b"],
    ["Grüße =?utf-8?Q?=C3=A4?=", "Grüße ä"],
  ] as const) {
    test(`reads ${value}`, () => {
      expect(decode(value)).toBe(expected);
    });
  }

  test("is read to its end, however it is made", () => {
    for (const piece of ["=?", "?=", "=?a?Q?", "=?a?Q?b?", "=?a?B?=", "=?a?Q?=?", "??"]) expect(decode(piece.repeat(50_000))).toBeDefined();
  });
});
