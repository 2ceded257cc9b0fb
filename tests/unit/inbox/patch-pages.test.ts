import { expect, test } from "@playwright/test";
import type { ConversationsPage, Row } from "@/app/_data/conversations";
import { editRow, patchPages } from "@/app/_data/patch-pages";

test("a new conversation goes on top", () => {
  const patched = patchPages(pages(["c 12:03", "b 12:02"], ["a 12:01"]), ["d"], [row("d 12:04")]);
  expect(shown(patched)).toEqual([["d", "c", "b"], ["a"]]);
});

test("one that got a message moves up, with its new content", () => {
  const patched = patchPages(pages(["c 12:03", "b 12:02"], ["a 12:01"]), ["a"], [{ ...row("a 12:05"), messageCount: 2 }]);
  expect(shown(patched)).toEqual([["a", "c", "b"], []]);
  expect(patched[0]?.conversations[0]?.messageCount).toBe(2);
});

test("one that was merged away leaves, and the one it joined takes its place", () => {
  const patched = patchPages(pages(["c 12:03", "b 12:02", "a 12:01"]), ["c"], [row("a 12:03")]);
  expect(shown(patched)).toEqual([["a", "b"]]);
});

test("one further down than all that is loaded waits for its page", () => {
  const [page] = pages(["c 12:03", "b 12:02"]);
  const open = page ? [{ ...page, next: `${at("12:02")}_b` }] : [];
  expect(shown(patchPages(open, ["a"], [row("a 12:01")]))).toEqual([["c", "b"]]);
});

test("equal times are ordered by id, as the server does", () => {
  const patched = patchPages(pages(["c 12:00", "a 12:00"]), ["b"], [row("b 12:00")]);
  expect(shown(patched)).toEqual([["c", "b", "a"]]);
});

test("patching twice is patching once", () => {
  const once = patchPages(pages(["b 12:02"], ["a 12:01"]), ["a"], [row("a 12:05")]);
  expect(patchPages(once, ["a"], [row("a 12:05")])).toEqual(once);
});

test("a row is edited where it stands", () => {
  const edited = editRow(pages(["b 12:02"], ["a 12:01"]), "a", (row) => ({ ...row, unread: 0 }));
  expect(shown(edited)).toEqual([["b"], ["a"]]);
  expect(edited[1]?.conversations[0]?.unread).toBe(0);
});

/** Each page's border is its last row, but for the last page, which has none. */
function pages(...lists: string[][]): ConversationsPage[] {
  return lists.map((list, index) => {
    const conversations = list.map(row);
    const last = conversations.at(-1);
    return { conversations, next: last && index < lists.length - 1 ? `${last.lastMessageAt}_${last.id}` : null };
  });
}

function row(text: string): Row {
  const [id = "", time = ""] = text.split(" ");
  return {
    id,
    mailboxId: "m" as Row["mailboxId"],
    subject: id,
    lane: "inbox",
    automated: null,
    senders: [],
    snippet: "",
    messageCount: 1,
    attachmentCount: 0,
    lastMessageAt: at(time),
    unread: 1,
  };
}

function at(time: string) {
  return `2026-03-01T${time}:00.000Z`;
}

function shown(pages: ConversationsPage[]) {
  return pages.map((page) => page.conversations.map(({ id }) => id));
}
