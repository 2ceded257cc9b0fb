import { expect, test } from "@playwright/test";
import { conversationPath, mailboxPath, parseSelection } from "@/app/_shell/paths";
import { formatBytes, formatDuration, plural } from "@/app/_ui/numbers";
import { relativeTime } from "@/app/_ui/time";
import { formatPage, parsePage } from "@/lib/conversations/page";
import { parseCursor } from "@/lib/live/cursor";

const now = new Date("2026-03-10T09:00:00Z");
const before = (minutes: number) => new Date(now.getTime() - minutes * 60_000);
const DAY = 24 * 60;

// In the language of whoever runs this.
const inWords = (at: Date, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(undefined, options).format(at);

test("a time is told in as few characters as it takes", () => {
  const told = (minutes: number) => relativeTime(before(minutes), now);
  expect(told(0)).toBe("now");
  expect(told(59)).toBe("59m");
  expect(told(2 * DAY)).toBe(inWords(before(2 * DAY), { weekday: "short" }));
  expect(told(20 * DAY)).toBe(inWords(before(20 * DAY), { day: "numeric", month: "short" }));
  expect(told(400 * DAY)).toBe(inWords(before(400 * DAY), { day: "numeric", month: "short", year: "numeric" }));
});

test("a clock that runs ahead is not told as the past", () => {
  expect(relativeTime(before(-0.5), now)).toBe("now");
  expect(relativeTime(before(-DAY), now)).toBe(inWords(before(-DAY), { day: "numeric", month: "short" }));
});

test("sizes, durations and counts have their units", () => {
  expect([0, 999, 14_200, 2_340_000].map(formatBytes)).toEqual([
    expect.stringMatching(/^0\D+$/),
    expect.stringMatching(/^999\D+$/),
    expect.stringMatching(/^14\D+$/),
    expect.stringMatching(/^2[.,]3\D+$/),
  ]);
  expect([38, 1_240, 185_000].map(formatDuration)).toEqual([
    expect.stringMatching(/^38\D+$/),
    expect.stringMatching(/^1[.,]2\D+$/),
    expect.stringMatching(/^3\D+$/),
  ]);
  expect([plural(1, "image"), plural(3, "image"), plural(2, "try", "tries")]).toEqual(["1 image", "3 images", "2 tries"]);
});

test("an address leads back to what it was made from", () => {
  expect(parseSelection(mailboxPath("m1"))).toEqual({ mailboxId: "m1", lane: "inbox" });
  expect(parseSelection(conversationPath("m1", "c1"))).toEqual({ mailboxId: "m1", lane: "inbox", conversationId: "c1" });
  expect(parseSelection(conversationPath("m1", "c1", "automated"))).toEqual({ mailboxId: "m1", lane: "automated", conversationId: "c1" });
  expect(parseSelection(mailboxPath("m1", "automated"))).toEqual({ mailboxId: "m1", lane: "automated" });
  expect(parseSelection("/deliveries")).toBeUndefined();
  expect(parseSelection("/m/m1/c/c1/more")).toBeUndefined();
});

test("a page's end leads to the next page, and only ours does", () => {
  const last = { id: "0198c0de-0000-7000-8000-000000000001", lastMessageAt: new Date("2026-03-01T12:00:00.123Z") };
  const full = Array.from({ length: 50 }, () => last);
  expect(parsePage(formatPage(full))).toEqual({ ok: true, cursor: last });
  expect(formatPage([last])).toBeNull();
  for (const made of ["", "x", "2026-03-01T12:00:00.123Z", `tomorrow_${last.id}`, `2026-03-01T12:00:00Z_'; drop table`])
    expect(parsePage(made).ok).toBe(false);
});

test("a live cursor is a whole number, and anything else begins now", () => {
  expect(["0", "42"].map(parseCursor)).toEqual([0, 42]);
  expect([null, "", "x", "-1", "1.5", "1e400"].map(parseCursor)).toEqual(Array(6).fill(undefined));
});
