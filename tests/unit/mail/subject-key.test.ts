import { expect, test } from "@playwright/test";
import { subjectKey } from "@/lib/mail/subject-key";

const same: [string, string][] = [
  ["Broken lamp", "Re: Broken lamp"],
  ["Broken lamp", "RE: Fwd: AW: broken  lamp"],
  ["Broken lamp", "Re:Fwd:Broken lamp"],
  ["Broken lamp", "Re[2]: Broken lamp"],
  ["Broken lamp", "Re: [support] Broken lamp"],
  ["Broken lamp", "[support] Re: Broken lamp [SEC=UNCLASSIFIED]"],
  ["Broken lamp", "Broken lamp [DLM=Sensitive"],
  ["Broken lamp", "old tag] Broken lamp"],
  ["Broken lamp", "RE : Broken lamp"],
  ["Broken lamp", "回复: Broken lamp"],
  ["Broken lamp", "回复：Broken lamp"],
  ["Broken lamp", "Σχετ: Broken\u00a0lamp"],
  ["Broken lamp", "Re: Broken\r\n lamp"],
  ["Broken lamp", "Re: Bro\u200bken lamp"],
  ["Défaut", "Re: De\u0301faut"],
  ["", "Re:"],
  ["", "Re: Re: Re:"],
  ["Invoice: x", "x"],
  ["Broken lamp", "Re: Broken lamp (fwd)"],
  ["Broken lamp", "Broken lamp (fwd) (FWD) "],
  ["Broken lamp", "[Fwd] Broken lamp"],
  ["Broken lamp", "İLT: Broken lamp"],
  ["Broken lamp", "Re: [1] [2] Fwd: Broken lamp"],
];
for (const [one, other] of same)
  test(`a reply may turn ${JSON.stringify(one)} into ${JSON.stringify(other)}`, () => {
    expect(subjectKey(other)).toBe(subjectKey(one));
  });

test("different subjects stay different", () => {
  expect(subjectKey("Invoice 12")).not.toBe(subjectKey("Invoice 13"));
  expect(subjectKey("Lamp")).not.toBe(subjectKey(""));
});

test("a subject of a megabyte ends", () => {
  for (const piece of ["Re: ", "[", "]", "a:", " ", "：", "[x] "])
    expect(subjectKey(piece.repeat(300_000)).length).toBeLessThanOrEqual(2_000);
});
