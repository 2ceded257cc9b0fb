import type { Page } from "@playwright/test";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

// The browser says which script it did not get.
test.use({ allowedNoise: /Failed to load resource/ });

const SCRIPTS = /\/_next\/static\/.*\.js/;

const failure = (page: Page, words: string) => page.getByRole("alert").filter({ hasText: words });
/** What the message says, beside the list, which says its beginning. */
const text = (page: Page, words: string) => page.getByRole("tabpanel").getByText(words);

test("a dialog whose script cannot be fetched says so, leaves the page standing, and opens at another try", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Desks", text: "Ten, please." }));
  await inbox.deliver(mail({ subject: "Lamps", text: "Forty, please." }));
  await reader.getByRole("link", { name: /Lamps/ }).click();
  await expect(text(reader, "Forty, please.")).toBeVisible();

  await reader.route(SCRIPTS, (route) => route.abort());
  await reader.getByRole("button", { name: "Conversation options" }).click();
  await reader.getByRole("menuitem", { name: "Merge with another…" }).click();
  const dialog = reader.getByRole("dialog", { name: "Merge this conversation with" });
  await expect(failure(reader, "could not be fetched")).toBeVisible();
  await reader.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(reader.getByRole("button", { name: "Conversation options" })).toBeFocused();
  await expect(text(reader, "Forty, please.")).toBeVisible();

  await reader.keyboard.press("Shift+M");
  await expect(failure(reader, "could not be fetched")).toBeVisible();
  await reader.unroute(SCRIPTS);
  await dialog.getByRole("button", { name: "Try again" }).click();
  await expect(dialog.getByRole("option", { name: /Desks/ })).toBeVisible();
  await expect(dialog.getByRole("combobox")).toBeFocused();
});

test("a file is looked at, and a message printed, once their scripts can be fetched again", async ({ reader, inbox }) => {
  const files = [{ name: "prices.csv", type: "text/csv", content: "lamp,40\ndesk,300" }];
  await inbox.deliver(mail({ subject: "Prices", text: "See the table.", files }));
  await reader.getByRole("link", { name: /Prices/ }).click();
  await expect(text(reader, "See the table.")).toBeVisible();

  await reader.route(SCRIPTS, (route) => route.abort());
  await reader.getByRole("button", { name: /^prices\.csv/ }).click();
  const dialog = reader.getByRole("dialog", { name: "prices.csv" });
  await expect(failure(reader, "could not be fetched")).toBeVisible();
  await reader.keyboard.press("Escape");
  await reader.keyboard.press("Control+p");
  await expect(failure(reader, "Nothing was printed")).toBeVisible();

  await reader.unroute(SCRIPTS);
  await reader.getByRole("button", { name: /^prices\.csv/ }).click();
  await expect(dialog.getByText("desk")).toBeVisible();
  await reader.keyboard.press("Escape");
  await reader.keyboard.press("Control+p");
  await expect(reader.locator("iframe[data-print]")).toBeAttached();
  await expect(failure(reader, "Nothing was printed")).toBeHidden();
});

test("a mail whose cleaner cannot be fetched says so, and is shown at another try", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Offer", html: "<p>Forty lamps for you.</p>" }));
  const row = reader.getByRole("link", { name: /Offer/ });
  await expect(row).toBeVisible();
  const address = (await row.getAttribute("href")) ?? "";

  const cleaner = await cleanerOf(reader, () => reader.goto(address));
  await reader.route(cleaner, (route) => route.abort());
  await reader.goto(address);
  await expect(failure(reader, "could not be shown")).toBeVisible();

  await reader.unroute(cleaner);
  await reader.getByRole("button", { name: "Try again" }).click();
  await expect(reader.frameLocator("iframe").getByText("Forty lamps for you.")).toBeVisible();
});

/** Address of the script that cleans HTML, by a word that only DOMPurify has. */
async function cleanerOf(page: Page, go: () => Promise<unknown>): Promise<string> {
  const found = page.waitForResponse(
    async (response) => SCRIPTS.test(response.url()) && (await response.text()).includes("ALLOW_UNKNOWN_PROTOCOLS"),
  );
  await go();
  return (await found).url();
}
