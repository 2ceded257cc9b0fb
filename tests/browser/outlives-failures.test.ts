import type { Page } from "@playwright/test";
import postgres from "postgres";
import { directDatabaseUrl } from "@/db/client";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

// The server answers 500, and the browser and React (#441) say so.
test.use({ allowedNoise: /Failed to load resource|React error #441/ });

/** A database in which a table cannot be found, as long as `work` takes. Everything that asks for it fails as it would in an accident. */
async function without(table: string, work: () => Promise<void>) {
  const sql = postgres(directDatabaseUrl(), { max: 1 });
  try {
    await sql`alter table ${sql(table)} rename to mislaid`;
    await work().finally(() => sql`alter table mislaid rename to ${sql(table)}`);
  } finally {
    await sql.end();
  }
}

const again = (page: Page) => page.getByRole("button", { name: "Try again" });
const failure = (page: Page) => page.getByRole("alert").filter({ hasText: "No mail is lost" });

test("a page that fails leaves the frame standing, and asks again until the server is well", async ({ reader }) => {
  await without("reparses", async () => {
    await reader.goto("/reparse");
    await expect(reader.getByText("This page could not be shown")).toBeVisible();
    await expect(failure(reader)).toContainText(/its log says why, under \d+/);
    await expect(reader.getByRole("link", { name: /Deliveries/ })).toBeVisible();

    await again(reader).click();
    await expect(again(reader)).not.toHaveAttribute("aria-busy");
  });

  await again(reader).click();
  await expect(reader.getByText("Nothing has been read again")).toBeVisible();
  await expect(failure(reader)).toBeHidden();
});

test("a frame that fails, and the name of the page with it, says so in our own words, and comes back", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Still here", text: "Hello" }));
  await expect(reader.getByRole("link", { name: /Still here/ })).toBeVisible();

  await without("mailboxes", async () => {
    await reader.goto(`/m/${inbox.mailboxId}`);
    await expect(reader.getByText("Mailroom could not be shown")).toBeVisible();
    await expect(failure(reader)).toBeVisible();
    await expect(reader).toHaveTitle("Mailroom");

    await Promise.all([reader.waitForEvent("load"), again(reader).click()]);
    await expect(reader.getByText("Mailroom could not be shown")).toBeVisible();
  });

  await again(reader).click();
  await expect(reader.getByRole("link", { name: /Still here/ })).toBeVisible();
});

test("the way to the inbox and the sign-in leads on from a failure, in the theme that was chosen", async ({ reader, inbox }) => {
  await reader.getByRole("button", { name: "Account menu" }).click();
  await reader.getByRole("menuitemradio", { name: "Dark" }).click();

  await without("members", async () => {
    await reader.goto("/deliveries");
    await expect(failure(reader)).toBeVisible();
    await expect(reader.locator("html")).toHaveAttribute("data-theme", "dark");
  });
  await reader.getByRole("link", { name: "Go to the inbox" }).click();
  await expect(reader).toHaveURL(new RegExp(`/m/${inbox.mailboxId}`));

  await reader.context().clearCookies();
  await without("verifications", async () => {
    await reader.goto("/link/of-somebody");
    await expect(failure(reader)).toBeVisible();
  });
  await reader.getByRole("link", { name: "Sign in" }).click();
  await expect(reader.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("an address that leads nowhere says so to everybody", async ({ reader }) => {
  await reader.goto("/no/such/page");
  await expect(reader.getByText("Nothing at this address")).toBeVisible();
  await reader.getByRole("link", { name: "Go to the inbox" }).click();
  await expect(reader.getByRole("heading", { name: "Support" })).toBeVisible();

  await reader.context().clearCookies();
  await reader.goto("/no/such/page");
  await reader.getByRole("link", { name: "Go to the inbox" }).click();
  await expect(reader).toHaveURL(/\/sign-in/);
});
