import type { Locator } from "@playwright/test";
import { expect, line, test } from "../support/browser-test";
import { mail } from "./support/mail";

test("a mail appears in two open browsers without a refresh", async ({ reader, anotherBrowser, inbox }) => {
  const second = await anotherBrowser();
  await inbox.deliver(mail({ subject: "Two valves short", text: "The box held four instead of six." }));

  for (const page of [reader, second]) {
    const row = page.getByRole("link", { name: /Unread, Mara Lindqvist.*Two valves short/ });
    await expect(row).toBeVisible();
    await expect(page.getByText("1 unread", { exact: true })).toBeVisible();
  }

  await reader.getByRole("link", { name: /Two valves short/ }).click();
  await expect(reader.getByRole("article")).toContainText("The box held four instead of six.");
  // Read here is read there: it is the same person.
  await expect(second.getByRole("link", { name: /Unread/ })).toHaveCount(0);
});

test("a reply joins the open conversation and leaves the reader where they are", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Order 40817", text: "It came bent.", id: "first@fernhill.test" }));
  await reader.getByRole("link", { name: /Order 40817/ }).click();
  await expect(reader.getByRole("article")).toHaveCount(1);

  await inbox.deliver(mail({ subject: "Re: Order 40817", text: "A picture is on its way.", inReplyTo: "first@fernhill.test" }));
  await expect(reader.getByRole("article")).toHaveCount(2);
  await expect(reader.getByText("A picture is on its way.").last()).toBeVisible();
  await expect(reader.getByRole("button", { name: "Why it is here: Reply" })).toBeVisible();
});

test.describe("with a broken connection", () => {
  test.use({ allowedNoise: /net::ERR_|Failed to load resource/ });

  test("the page says so, and catches up by itself when it is back", async ({ reader, inbox }) => {
    await reader.context().setOffline(true);
    await expect(line(reader, /^(Reconnecting|Offline)$/)).toBeVisible();

    await inbox.deliver(mail({ subject: "Sent while you were away", text: "Hello?" }));
    await reader.context().setOffline(false);

    await expect(reader.getByRole("link", { name: /Sent while you were away/ })).toBeVisible();
    await expect(line(reader, /^Live$/)).toBeVisible();
  });

  test("the page catches up after the server was restarted", async ({ reader, inbox, server }) => {
    await server.stop();
    await expect(line(reader, /^(Reconnecting|Offline)$/)).toBeVisible();
    await server.start();
    await inbox.deliver(mail({ subject: "First after the restart", text: "Good morning." }));

    await expect(reader.getByRole("link", { name: /First after the restart/ })).toBeVisible();
    await expect(line(reader, /^Live$/)).toBeVisible();
  });
});

test("tabs of one browser share one line to the server", async ({ reader, inbox }) => {
  const tab = await reader.context().newPage();
  const streams: string[] = [];
  tab.on("request", (request) => request.url().includes("/api/live") && streams.push(request.url()));
  await tab.goto("/");
  await expect(line(tab, /^Live$/)).toBeVisible();

  await inbox.deliver(mail({ subject: "To both tabs", text: "Hello" }));
  await expect(reader.getByRole("link", { name: /To both tabs/ })).toBeVisible();
  await expect(tab.getByRole("link", { name: /To both tabs/ })).toBeVisible();
  expect(streams).toEqual([]);

  // The tab that held the line leaves: the other takes it over.
  await reader.close();
  await inbox.deliver(mail({ subject: "To the one that is left", text: "Hello" }));
  await expect(tab.getByRole("link", { name: /To the one that is left/ })).toBeVisible();
  expect(streams).toHaveLength(1);
});

test("mail that comes while one reads further down waits behind a button", async ({ reader, inbox }) => {
  await Promise.all(Array.from({ length: 30 }, (_, at) => inbox.deliver(mail({ subject: `Notice ${at}`, text: "…" }))));
  await expect(reader.getByText("30 unread", { exact: true })).toBeVisible();

  const list = reader.getByRole("region", { name: "Conversations" });
  await list.getByRole("link").first().hover();
  await reader.mouse.wheel(0, 600);
  await expect.poll(() => topmostRow(list)).not.toContain("#0");
  const before = await topmostRow(list);

  await inbox.deliver(mail({ subject: "Latest of all", text: "…" }));
  await expect(reader.getByRole("button", { name: "1 new" })).toBeVisible();
  expect(await topmostRow(list)).toBe(before);

  await reader.getByRole("button", { name: "1 new" }).click();
  await expect(reader.getByRole("link", { name: /Latest of all/ })).toBeInViewport();
  await expect(reader.getByRole("button", { name: "1 new" })).toBeHidden();
});

/** Place and text of the first row in sight. */
function topmostRow(list: Locator): Promise<string> {
  return list.evaluate((element) => {
    const { left, top, width } = element.getBoundingClientRect();
    const row = document.elementFromPoint(left + width / 2, top + 120)?.closest("li");
    return `${row?.textContent ?? ""} #${(Number(row?.getAttribute("aria-posinset")) || 0) <= 3 ? 0 : 1}`;
  });
}
