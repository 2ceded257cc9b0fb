import { expect, test } from "@playwright/test";
import { cleanSubject, displaySubject } from "@/lib/mail/subject";

test.describe("a subject", () => {
  for (const [subject, shown] of [
    ["Re: Fwd: RE[2]: Lamp", "Lamp"],
    ["AW: WG: Lampe", "Lampe"],
    ["Réf: lampe", "Réf: lampe"],
    ["回复：退款", "退款"],
    ["返信: ランプ", "ランプ"],
    ["SV: VS: Lampa", "Lampa"],
    ["[Fwd: Lamp]", "Lamp"],
    ["Lamp (fwd)", "Lamp"],
    ["Re: Re:", ""],
    ["Invoice: March", "Invoice: March"],
    ["RE : Lampe", "Lampe"],
    ["رد: مصباح", "مصباح"],
  ] as const) {
    test(`is shown without reply marks: ${subject}`, () => {
      expect(displaySubject(subject)).toBe(shown);
    });
  }

  test("is one line, without control characters, of bounded length", () => {
    expect(cleanSubject("a\r\nb\tc\u0000d\u2028e")).toBe("a b c d e");
    expect(cleanSubject("x".repeat(1_000_000))).toHaveLength(2_000);
  });
});
