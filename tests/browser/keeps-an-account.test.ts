import { countSignInTry, TRIES_PER_ADDRESS } from "@/lib/workspaces/throttle";
import { expect, test } from "../support/browser-test";

test("a wrong password is told, and the address is kept", async ({ page, inbox }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(inbox.email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();

  await expect(page.getByText("No account has this e-mail address and password.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(inbox.email);
  await expect(page.getByLabel("Password")).toBeFocused();
});

test.describe("with a server out of reach", () => {
  test.use({ allowedNoise: /Failed to load resource/ });

  test("the sign-in page says so, and keeps the address for another try", async ({ page, inbox }) => {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(inbox.email);
    await page.getByLabel("Password").fill(inbox.password);
    await page.route("**/sign-in", (route) => route.abort());
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "The server cannot be reached." })).toBeVisible();
    await expect(page.getByLabel("E-mail")).toHaveValue(inbox.email);
    await expect(page.getByLabel("Password")).toBeFocused();

    await page.unroute("**/sign-in");
    await page.getByLabel("Password").fill(inbox.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("heading", { name: "Support" })).toBeVisible();
  });
});

test("after too many tries the page says how long to wait, and a link still leads in", async ({ page, inbox }) => {
  for (let tried = 0; tried < TRIES_PER_ADDRESS; tried++) await countSignInTry({ email: inbox.email, ip: undefined });
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(inbox.email);
  await page.getByLabel("Password").fill(inbox.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText(/^Too many tries\. Wait 15 min/)).toBeVisible();

  await page.goto(await inbox.signInLink());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("looking at a sign-in link does not spend it", async ({ page, inbox }) => {
  const link = await inbox.signInLink();
  for (let looked = 0; looked < 3; looked++) expect((await page.request.get(link)).status()).toBe(200);

  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
});

test("a password is changed by whoever knows it, and the new one leads in", async ({ reader, inbox }) => {
  await reader.goto("/settings");
  await reader.getByLabel("Current password").fill("a guess at it");
  await reader.getByLabel("New password").fill("a whole new password");
  await reader.getByRole("button", { name: "Change password" }).click();
  await expect(reader.getByText("This is not your current password.")).toBeVisible();

  await reader.getByLabel("Current password").fill(inbox.password);
  await reader.getByLabel("New password").fill("a whole new password");
  await reader.getByRole("button", { name: "Change password" }).click();
  await expect(reader.getByText("Password saved")).toBeVisible();

  await reader.getByRole("button", { name: "Sign out" }).click();
  await expect(reader).toHaveURL(/\/sign-in/);
  await reader.getByLabel("E-mail").fill(inbox.email);
  await reader.getByLabel("Password").fill("a whole new password");
  await reader.getByRole("button", { name: "Sign in" }).click();
  await expect(reader.getByRole("heading", { name: "Support" })).toBeVisible();
});

test("a new name stands in the account menu at once", async ({ reader }) => {
  await reader.goto("/settings");
  await reader.getByRole("form", { name: "You" }).getByLabel("Name").fill("Ana Ferreira");
  await reader.getByRole("button", { name: "Save" }).click();

  await expect(reader.getByText("Saved", { exact: true })).toBeVisible();
  await expect(reader.getByRole("button", { name: /Account menu/ })).toContainText("Ana Ferreira");
});

test("the accounts' pages fit a phone", async ({ reader }) => {
  await reader.setViewportSize({ width: 360, height: 740 });
  for (const path of ["/setup", "/settings"]) {
    await reader.goto(path);
    await expect(reader.getByRole("main")).toBeVisible();
    const overflow = await reader.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, path).toBe(0);
  }
});

test("an owner adds a member, who comes in by the link they are handed", async ({ reader, browser, server }) => {
  await reader.goto("/settings");
  const form = reader.getByRole("form", { name: "Add a member" });
  await form.getByLabel("Name").fill("Ben Okafor");
  await form.getByLabel("E-mail").fill(`ben-${Date.now()}@acme.test`);
  await form.getByRole("button", { name: "Add member" }).click();
  const link = (await reader.getByRole("region", { name: "sign-in link" }).textContent()) ?? "";
  await expect(reader.getByRole("combobox", { name: "Role of Ben Okafor" })).toHaveValue("member");

  const elsewhere = await browser.newContext({ baseURL: server.origin });
  const page = await elsewhere.newPage();
  await page.goto(link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: /Account menu/ })).toContainText("Ben Okafor");
  await page.goto("/settings");
  await expect(page.getByRole("button", { name: "Add member" })).toHaveCount(0);

  await reader.getByRole("button", { name: "Remove Ben Okafor" }).click();
  await reader.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(reader.getByRole("dialog")).toHaveCount(0);
  await expect(reader.getByRole("combobox", { name: "Role of Ben Okafor" })).toHaveCount(0);
  await page.goto("/settings");
  await expect(page).toHaveURL(/\/sign-in/);
  await elsewhere.close();
});
