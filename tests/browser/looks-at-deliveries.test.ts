import { eq } from "drizzle-orm";
import { db } from "@/db/client";
import { deliveries } from "@/db/schema";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

const UNKNOWN_VERSION = JSON.stringify({ schema_version: 7, subject: "From the future", from: "a@fernhill.test", text: "Hello" });

test("a mail that cannot be filed is there with its reason and its bytes, and Retry files it once it can be", async ({ reader, inbox }) => {
  const id = await inbox.deliver(UNKNOWN_VERSION, "application/json");
  await expect(reader.getByText("1 failed")).toBeVisible();

  await reader.getByRole("link", { name: /Deliveries/ }).click();
  await reader.getByRole("navigation", { name: "State" }).getByRole("link", { name: "Failed" }).click();
  await reader
    .getByRole("main")
    .getByRole("link", { name: /schema_version 7/ })
    .click();
  await expect(reader.getByRole("alert").first()).toContainText("schema_version 7 is not known");
  await expect(reader.getByText("Received, signature verified, bytes kept")).toBeVisible();

  const raw = await reader.getByRole("link", { name: "View raw" }).getAttribute("href");
  const response = await reader.request.get(String(raw));
  expect(await response.text()).toBe(UNKNOWN_VERSION);
  expect(response.headers()["content-type"]).toBe("text/plain; charset=utf-8");

  // What an update of Mailroom would bring: it can read this now.
  const readable = Buffer.from(UNKNOWN_VERSION.replace("7", "1"));
  await db.update(deliveries).set({ body: readable, encoding: 0 }).where(eq(deliveries.id, id));

  await reader.getByRole("button", { name: "Retry" }).click();
  await expect(reader.getByText("Filed", { exact: true })).toBeVisible();
  await reader.getByRole("link", { name: "From the future" }).click();
  await expect(reader.getByRole("heading", { name: "From the future" })).toBeVisible();
});

test("deliveries appear by themselves with what became of them", async ({ reader, inbox }) => {
  await reader.getByRole("link", { name: "Deliveries" }).click();
  await expect(reader.getByText("No deliveries")).toBeVisible();

  await inbox.deliver(mail({ subject: "Came in just now", text: "Hello" }));
  const row = reader.getByRole("main").getByRole("link", { name: /Filed.*Came in just now/ });
  await expect(row).toBeVisible();
  await row.click();
  await expect(reader.getByText("Filed into a conversation")).toBeVisible();
});
