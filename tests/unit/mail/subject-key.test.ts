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
  // RFC 5256 §2.1, `subj-fwd-hdr` and `subj-fwd-trl`.
  ["Broken lamp", "[Fwd: Broken lamp]"],
  ["Broken lamp", "Re: [fwd: Re: [support] Broken lamp] (fwd)"],
  ["Broken lamp", "[Fwd: [Fwd: Broken lamp (fwd)]]"],
  ["[Broken lamp]", "Re: [Broken lamp]"],
  ["[Broken lamp]", "[support] Re: [Broken lamp]"],
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
  // A subject may be a tag and nothing else (RFC 5256 §2.1, step 6).
  expect(subjectKey("[Invoice 12]")).not.toBe(subjectKey("Re: [Invoice 13]"));
});

test("a subject of a megabyte ends", () => {
  for (const piece of ["Re: ", "[", "]", "a:", " ", "：", "[x] ", "[fwd:", "[fwd: ]", " (fwd)]"])
    expect(subjectKey(piece.repeat(300_000)).length).toBeLessThanOrEqual(2_000);
});
