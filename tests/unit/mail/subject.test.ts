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
    ["إعادة توجيه: مصباح", "مصباح"],
    ["Antw: Doorst: Lampe", "Lampe"],
    ["ENC: RES: Lâmpada", "Lâmpada"],
    ["RV: Lámpara", "Lámpara"],
    ["TR : Réf. lampe", "Réf. lampe"],
    ["YNT: İLT: Lamba", "Lamba"],
    ["Ynt: ilt: Lamba", "Lamba"],
    ["ODP: PD: Lampa", "Lampa"],
    ["BLS: TRS: Lampu", "Lampu"],
    ["ATB: Lamp", "Lamp"],
    ["Továbbítás: Vá: lámpa", "lámpa"],
    ["ΑΠ: ΠΡΘ: ΣΧΕΤ: Λάμπα", "Λάμπα"],
    ["Отв: Пер: Лампа", "Лампа"],
    ["答覆: 轉寄: 轉發: 燈", "燈"],
    ["转发：回复：灯", "灯"],
    ["転送：返信：ランプ", "ランプ"],
    ["회신: 전달: 램프", "램프"],
    ["תשובה: הועבר: מנורה", "מנורה"],
    ["ตอบ: ส่งต่อ: โคมไฟ", "โคมไฟ"],
    ["Trả lời: Chuyển tiếp: đèn", "đèn"],
    ["VS: VL: Lamppu", "Lamppu"],
    ["SV: FS: Lampi", "Lampi"],
    ["Re[2]: Re(3): RE^4: Lamp", "Lamp"],
    ["Re:Re:Fwd:Lamp", "Lamp"],
    ["re : FWD : Lamp", "Lamp"],
    ["Re: [Fwd: Lamp]", "Lamp"],
    ["Re: Lamp (fwd)", "Lamp"],
    ["Re", "Re"],
    ["Reply: Lamp", "Reply: Lamp"],
    ["10:30 Lamp", "10:30 Lamp"],
    ["", ""],
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
