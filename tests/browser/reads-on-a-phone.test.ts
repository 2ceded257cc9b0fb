import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test("one pane at a time, and back", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "On the way", text: "I am reading this on a train." }));

  await reader.getByRole("link", { name: /On the way/ }).tap();
  await expect(reader.getByText("I am reading this on a train.").last()).toBeVisible();
  await expect(reader.getByRole("region", { name: "Conversations" })).toBeHidden();

  await reader.getByRole("button", { name: "Back to the list" }).tap();
  await expect(reader.getByRole("link", { name: /On the way/ })).toBeVisible();

  await reader.getByRole("link", { name: /On the way/ }).tap();
  await reader.goBack();
  await expect(reader.getByRole("link", { name: /On the way/ })).toBeVisible();
});

test("the menu opens over the list, and nothing is wider than the screen", async ({ reader, inbox }) => {
  await inbox.deliver(
    mail({
      subject: `Re: ${"very-long-word-without-any-break".repeat(12)}`,
      from: `"${"An exceedingly long name ".repeat(8)}" <${"x".repeat(60)}@${"y".repeat(50)}.test>`,
      text: `https://fernhill.test/${"path/".repeat(60)}`,
    }),
  );
  await reader.getByRole("link", { name: /very-long-word/ }).tap();
  await expect(reader.getByRole("article")).toBeVisible();
  expect(await reader.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);

  await reader.getByRole("button", { name: "Back to the list" }).tap();
  await reader.getByRole("button", { name: "Menu" }).tap();
  await reader
    .getByRole("dialog", { name: "Menu" })
    .getByRole("link", { name: /Deliveries/ })
    .tap();
  await expect(reader.getByRole("heading", { name: "Deliveries" })).toBeVisible();
  await expect(reader.getByRole("dialog")).toBeHidden();
});
