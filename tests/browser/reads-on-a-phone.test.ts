import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("one pane at a time, and back", async ({ page, inbox }) => {
  await page.goto(await inbox.signInLink());
  await page.getByRole("button", { name: "Sign in" }).tap();
  await page.waitForURL((url) => !url.pathname.startsWith("/link"));
  await page.goto("/");
  await inbox.deliver(mail({ subject: "On the way", text: "I am reading this on a train." }));

  await page.getByRole("link", { name: /On the way/ }).tap();
  await expect(page.getByText("I am reading this on a train.").last()).toBeVisible();
  await expect(page.getByRole("region", { name: "Conversations" })).toBeHidden();

  await page.getByRole("button", { name: "Back to the list" }).tap();
  await expect(page.getByRole("link", { name: /On the way/ })).toBeVisible();

  await page.getByRole("link", { name: /On the way/ }).tap();
  await page.goBack();
  await expect(page.getByRole("link", { name: /On the way/ })).toBeVisible();
});

test("the menu opens over the list, and nothing is wider than the screen", async ({ page, inbox }) => {
  await page.goto(await inbox.signInLink());
  await page.getByRole("button", { name: "Sign in" }).tap();
  await page.waitForURL((url) => !url.pathname.startsWith("/link"));
  await inbox.deliver(
    mail({
      subject: `Re: ${"very-long-word-without-any-break".repeat(12)}`,
      from: `"${"An exceedingly long name ".repeat(8)}" <${"x".repeat(60)}@${"y".repeat(50)}.test>`,
      text: `https://fernhill.test/${"path/".repeat(60)}`,
    }),
  );
  await page.goto("/");
  await page.getByRole("link", { name: /very-long-word/ }).tap();
  await expect(page.getByRole("article")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await page.getByRole("button", { name: "Back to the list" }).tap();
  await page.getByRole("button", { name: "Menu" }).tap();
  await page
    .getByRole("dialog", { name: "Menu" })
    .getByRole("link", { name: /Deliveries/ })
    .tap();
  await expect(page.getByRole("heading", { name: "Deliveries" })).toBeVisible();
  await expect(page.getByRole("dialog")).toBeHidden();
});
