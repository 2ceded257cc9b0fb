import type { Locator } from "@playwright/test";
import { expect, test } from "../support/browser-test";
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
