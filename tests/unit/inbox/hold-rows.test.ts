import { expect, test } from "@playwright/test";
import type { Row } from "@/app/_data/conversations";
import { hold, holdRows } from "@/app/(inbox)/_components/hold-rows";

const before = rows("c 12:03", "b 12:02", "a 12:01");

test("at the top everything is shown as it is", () => {
  expect(holdRows(rows("d 12:04", "c 12:03"), undefined)).toEqual({ shown: rows("d 12:04", "c 12:03"), waiting: 0 });
});

test("further down, what came on top waits and is counted", () => {
  const { shown, waiting } = holdRows(rows("d 12:04", "c 12:03", "b 12:02", "a 12:01"), hold(before));
  expect(ids(shown)).toEqual(["c", "b", "a"]);
  expect(waiting).toBe(1);
});

test("one that got a message keeps its place with fresh content, and is counted", () => {
  const { shown, waiting } = holdRows(rows("a 12:09", "c 12:03", "b 12:02"), hold(before));
  expect(ids(shown)).toEqual(["c", "b", "a"]);
  expect(shown.at(-1)?.lastMessageAt).toContain("12:09");
  expect(waiting).toBe(1);
});

test("pages that are loaded meanwhile go on below, and what is gone is gone", () => {
  const { shown, waiting } = holdRows(rows("c 12:03", "a 12:01", "z 12:00", "y 11:59"), hold(before));
  expect(ids(shown)).toEqual(["c", "a", "z", "y"]);
  expect(waiting).toBe(0);
});

function rows(...texts: string[]): Row[] {
  return texts.map((text) => {
    const [id = "", time = ""] = text.split(" ");
    const mailboxId = "m" as Row["mailboxId"];
    const counts = { messageCount: 1, attachmentCount: 0, unread: 0 };
    return {
      id,
      mailboxId,
      subject: id,
      lane: "inbox",
      automated: null,
      senders: [],
      snippet: "",
      lastMessageAt: `2026-03-01T${time}:00.000Z`,
      ...counts,
    };
  });
}

function ids(rows: Row[]) {
  return rows.map(({ id }) => id);
}
