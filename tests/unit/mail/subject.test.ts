import { expect, test } from "@playwright/test";
import { cleanSubject, displaySubject } from "@/lib/mail/subject";

test.describe("a subject", () => {
  for (const [subject, shown] of [
    ["Re: Fwd: RE[2]: Lamp", "Lamp"],
    ["AW: WG: Lampe", "Lampe"],
    ["Réf: lampe", "lampe"],
    ["R: I: Lampada", "Lampada"],
    ["[lamps] Re: [lamps] AW: Broken", "[lamps] Broken"],
    ["Re: [lamps] [bug 7] Broken", "[lamps] [bug 7] Broken"],
    ["\u202eRe: Lamp", "Lamp"],
    ["Re: [lamps]", "[lamps]"],
    ["回复：退款", "退款"],
    ["返信: ランプ", "ランプ"],
    ["SV: VS: Lampa", "Lampa"],
    ["[Fwd: Lamp]", "Lamp"],
    ["Lamp (fwd)", "Lamp"],
    ["Re: Re:", ""],
    ["Invoice: March", "Invoice: March"],
    ["Irene: lamp", "Irene: lamp"],
    ["RE : Lampe", "Lampe"],
    ["رد: مصباح", "مصباح"],
  ] as const) {
    test(`is shown without reply marks: ${subject}`, () => {
      expect(displaySubject(subject)).toBe(shown);
    });
  }

  test("is one line, without control characters, of bounded length", () => {
    expect(cleanSubject("a\r\nb\tc\u0000d\u2028e")).toBe("a b c d e");
    expect(cleanSubject("invoice \u202egpj.exe\u202c \u2066x\u2069")).toBe("invoice gpj.exe x");
    expect(cleanSubject("x".repeat(1_000_000))).toHaveLength(2_000);
    for (const piece of ["Re: ", "[x] ", "[", "\u200b"]) expect(displaySubject(piece.repeat(300_000)).length).toBeLessThanOrEqual(2_000);
  });
});
