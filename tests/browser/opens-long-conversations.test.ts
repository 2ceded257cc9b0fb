import type { Locator } from "@playwright/test";
import { expect, test } from "../support/browser-test";
import type { Inbox } from "./support/inbox";
import { mail } from "./support/mail";

const MESSAGES = 24;

test("of a long conversation only what is near is fetched and laid out, and the rest as one comes to it", async ({ reader, inbox }) => {
  test.setTimeout(120_000);
  const paragraphs = "<p>About lamps.</p>".repeat(40);
  for (let at = 0; at < MESSAGES; at++)
    await inbox.deliver(
      mail({
        subject: "Many lamps",
        id: `lamp-${at}@fernhill.test`,
        ...(at > 0 && { inReplyTo: "lamp-0@fernhill.test" }),
        html: `<p>Lamp number ${at}.</p>${paragraphs}`,
      }),
    );
  await expect(reader.getByRole("link", { name: /Many lamps/ })).toContainText(`${MESSAGES} messages`, { timeout: 60_000 });
  const bodies: string[] = [];
  reader.on("request", (request) => void (request.url().endsWith("/body") && bodies.push(request.url())));
  await reader.getByRole("link", { name: /Many lamps/ }).click();

  const messages = reader.getByRole("article");
  const letter = (message: Locator) => message.frameLocator("iframe").getByText(/Lamp number \d+\./);
  await letter(messages.first()).waitFor();
  await expect(messages).toHaveCount(MESSAGES);
  expect(bodies.length).toBeLessThan(MESSAGES / 2);

  await reader.getByRole("region", { name: "Messages" }).evaluate((section) => section.scrollTo(0, section.scrollHeight));
  await letter(messages.last()).waitFor();
  await expect(reader.locator("iframe")).not.toHaveCount(MESSAGES);
});

const LINES = 45;

test("a long conversation that was read stands at its newest message, and does not move when the lines above it are drawn", async ({
  reader,
  inbox,
}) => {
  test.setTimeout(120_000);
  await deliverNotes(inbox);
  await expect(reader.getByRole("link", { name: /Many notes/ })).toContainText(`${LINES} messages`, { timeout: 60_000 });
  const read = reader.waitForResponse((response) => response.url().endsWith("/read") && response.ok());
  await reader.getByRole("link", { name: /Many notes/ }).click();
  await read;

  await reader.reload();
  const messages = reader.getByRole("article");
  const newest = messages.filter({ hasText: `Note number ${LINES - 1}.` });
  await newest.getByRole("button", { name: "Details" }).waitFor();
  const place = await newest.boundingBox();
  await expect(messages).toHaveCount(LINES);
  expect(await newest.boundingBox()).toEqual(place);
  await expect(newest).toBeInViewport();

  await reader.getByRole("region", { name: "Messages" }).evaluate((section) => section.scrollTo(0, 0));
  await messages.first().getByRole("button", { expanded: false }).click();
  await expect(messages.first().getByText("Note number 0.", { exact: true })).toBeInViewport();
});

test("keys walk from the first new message to all others at once", async ({ reader, inbox }) => {
  test.setTimeout(120_000);
  await deliverNotes(inbox);
  await expect(reader.getByRole("link", { name: /Many notes/ })).toContainText(`${LINES} messages`, { timeout: 60_000 });
  await reader.getByRole("link", { name: /Many notes/ }).click();
  // With nothing that has the focus, the way begins at the end.
  await reader.getByRole("article").first().waitFor();
  await reader.keyboard.press("p");

  const messages = reader.getByRole("article");
  await expect(messages.last()).toBeFocused();
  await expect(messages.last().getByText(`Note number ${LINES - 1}.`, { exact: true })).toBeInViewport();
  await reader.keyboard.press("p");
  await expect(messages.nth(LINES - 2)).toBeFocused();
});

async function deliverNotes(inbox: Inbox) {
  for (let at = 0; at < LINES; at++)
    await inbox.deliver(
      mail({
        subject: "Many notes",
        id: `note-${at}@fernhill.test`,
        ...(at > 0 && { inReplyTo: "note-0@fernhill.test" }),
        text: `Note number ${at}.`,
      }),
    );
}
