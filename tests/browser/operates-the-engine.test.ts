import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test("a run is cancelled and run again from its page, which says what came of it", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Lamps", text: "one" }));
  await expect(reader.getByRole("link", { name: /Lamps/ })).toBeVisible();
  // At this pace the run waits a minute after its only mail.
  const started = await reader.evaluate(async () => {
    const headers = { "content-type": "application/json" };
    return (await fetch("/api/v1/reparses", { method: "POST", headers, body: JSON.stringify({ perMinute: 1 }) })).status;
  });
  expect(started).toBe(200);

  await reader.goto("/engine?state=waiting");
  await reader
    .getByRole("link", { name: /reparse/ })
    .first()
    .click();
  await expect(reader.getByRole("heading", { name: "reparse" })).toBeVisible();
  await expect(reader.getByText("keep-pace")).toBeVisible();
  const waiting = reader.url();
  await reader.getByRole("button", { name: "Cancel" }).press("Enter");
  const said = reader.getByText("Cancelled. A step that was running may still end; none follows it.");
  await expect(said).toBeVisible();
  // Not "Run again", which took the place of "Cancel": a second Enter starts nothing.
  await expect(said).toBeFocused();
  await expect(reader.getByText("Cancelled by an operator")).toBeVisible();

  await reader.getByRole("button", { name: "Run again" }).click();
  await expect(reader).not.toHaveURL(waiting);
  await expect(reader.getByRole("heading", { name: "reparse" })).toBeVisible();
  await expect(reader.getByText("Completed")).toBeVisible();
});
