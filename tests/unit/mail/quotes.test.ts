import { expect, test } from "@playwright/test";
import { foldText } from "@/lib/mail/quotes";

const folded = (text: string) => foldText(text).folded;

test.describe("what a reply answers folds", () => {
  for (const [what, quote] of [
    ["with the line that says who wrote it", "On Mon, 1 Jan 2026, Ana <a@x.test> wrote:\n> Lamp?\n"],
    ["with that line broken in two", "On Mon, 1 Jan 2026 at 10:00,\nAna <a@x.test> wrote:\n\n> Lamp?\n"],
    ["in German", "Am 1.1.2026 um 10:00 schrieb Ana:\n> Lampe?"],
    ["in French", "Le lun. 1 janv. 2026 à 10:00, Ana <a@x.test> a écrit :\n> Lampe ?"],
    ["in Japanese", "2026年1月1日(木) 10:00 Ana <a@x.test>:\n> ランプ"],
    ["named by an address", "Ana Ruiz <a@x.test> wrote:\n> Lamp?"],
    ["without such a line", "> Lamp?\n>\n> Ana\n"],
    ["with white space after it", "> Lamp?\n\n\n"],
    ["below a divider", "-----Original Message-----\nFrom: Ana\nLamp?\n"],
    ["below a divider in German", "-----Ursprüngliche Nachricht-----\nVon: Ana\nLampe?\n"],
    [
      "below Outlook's header block",
      "________________________________\nFrom: Ana Ruiz <a@x.test>\nSent: Monday, 1 January 2026 10:00\nTo: Help\nSubject: Lamp\n\nLamp?\n",
    ],
    ["below that block in Spanish", "De: Ana Ruiz\nEnviado el: lunes, 1 de enero\nPara: Ayuda\nAsunto: Lámpara\n\n¿Luz?\n"],
    ["below that block in bold", "*From:* Ana\n*Sent:* Monday\n*To:* Help\n*Subject:* Lamp\n\nLamp?\n"],
  ] as const) {
    test(what, () => {
      expect(folded(`Fine.\n\n${quote}`)).toBe(quote);
    });
  }
});

test.describe("what a writer says never folds", () => {
  for (const [what, text] of [
    ["answers between quotes", "> Lamp?\nYes.\n> Table?\nNo.\n"],
    ["a mail that is only quotes", "> Lamp?\n> Table?\n"],
    ["a mail that is only a quote with its line", "On 1 Jan 2026, Ana wrote:\n> Lamp?\n"],
    ["a forwarded mail", "See below.\n\n---------- Forwarded message ----------\nHello\n"],
    ["a line that says Subject:", "Please use this text.\nSubject: Lamps\nFrom: the desk, we send it.\n"],
    ["a line that says From:", "From: 1 May we are closed.\nThanks\n"],
    ["nothing", ""],
  ] as const) {
    test(what, () => {
      expect(foldText(text)).toEqual({ visible: text, folded: "", rule: "none" });
    });
  }

  test("a sentence above a quote", () => {
    expect(folded("I need three things:\n> a\n> b\n")).toBe("> a\n> b\n");
    expect(folded("On this point I agree with 2 of you:\n> a\n")).toBe("> a\n");
  });

  test("a text below the quotes", () => {
    expect(folded("> Lamp?\n\nYes, on 1 Jan 2026 at 10:00:\n")).toBe("");
  });
});

test("nothing is lost and nothing is slow", () => {
  for (const text of [
    "a\n> b\nc\n> d\n",
    ">".repeat(1_000_000),
    ">\n".repeat(300_000),
    "From: a\n".repeat(100_000),
    "On ".repeat(200_000),
    "-".repeat(1_000_000),
    "a:\n".repeat(200_000),
    "From: a\nx\n".repeat(50_000),
  ]) {
    const { visible, folded: rest } = foldText(text);
    expect(visible + rest).toBe(text);
  }
});
