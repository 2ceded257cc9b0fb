import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

// The server of the tests is in Kathmandu (playwright.config.ts), and speaks English.
const ELSEWHERE = { timezoneId: "America/New_York", locale: "de-DE" };

test("times are those of the reader's zone, on pages that the server drew in its own", async ({ browser, server, inbox, quiet }) => {
  const id = await inbox.deliver(mail({ subject: "Lamps", text: "Forty, please." }));
  const context = await browser.newContext({ ...ELSEWHERE, baseURL: server.origin });
  const page = await context.newPage();
  // Words that differ between the two would make the browser draw the whole page again, and say so.
  quiet(page);
  await page.goto(await inbox.signInLink());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();

  await page.goto(`/deliveries/${id}`);
  await expect(page.getByText("Filed into a conversation")).toBeVisible();
  const times = page.getByRole("main").locator("time");
  const [first] = await times.evaluateAll((all) => all.map((time) => time.getAttribute("datetime") ?? ""));
  await expect(times.first()).toHaveText(clock(first));
  await expect(page.getByText("Received", { exact: true }).locator("+ dd")).toContainText(clock(first));

  await page.goto("/deliveries");
  await expect(page.getByRole("main").getByRole("link", { name: /Lamps/ })).toBeVisible();
  await context.close();
});

function clock(at: string | undefined): string {
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: ELSEWHERE.timezoneId } as const;
  return new Intl.DateTimeFormat(ELSEWHERE.locale, options).format(new Date(at ?? Number.NaN));
}
