import { expect, test } from "../support/browser-test";
import { anInbox } from "./support/inbox";

test("a sign-in link leads in once", async ({ page, inbox }) => {
  const link = await inbox.signInLink();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).not.toHaveURL(/\/link\//);

  await page.goto("/");
  await expect(page.getByRole("heading", { name: "Support" })).toBeVisible();

  await page.goto(link);
  await expect(page.getByText("This link no longer works")).toBeVisible();
});

test("a stranger is sent to the sign-in page, and an address and password lead in", async ({ page, inbox }) => {
  await page.goto(`/m/${inbox.mailboxId}`);
  await expect(page).toHaveURL(/\/sign-in/);

  await page.getByLabel(/e-?mail/i).fill(inbox.email);
  await page.getByLabel("Password").fill(inbox.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Support" })).toBeVisible();
});

test("signing out shuts the inbox", async ({ reader, inbox }) => {
  await reader.getByRole("button", { name: "Account menu" }).click();
  await reader.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(reader).toHaveURL(/\/sign-in/);

  await reader.goto(`/m/${inbox.mailboxId}`);
  await expect(reader).toHaveURL(/\/sign-in/);
});

test("a mailbox of another workspace is not there", async ({ reader, server }) => {
  const foreign = await anInbox(server.origin);

  const response = await reader.request.get(`/api/v1/mailboxes/${foreign.mailboxId}/conversations`);
  expect(response.status()).toBe(404);
  expect(await response.json()).toEqual({ error: "There is no such mailbox." });
});
