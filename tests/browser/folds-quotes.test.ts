import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

const QUESTION = "Could you send us an offer for forty lamps until Friday?";
const reply = (html: string) => mail({ subject: "Re: Lamps", id: "reply@fernhill.test", inReplyTo: "question@fernhill.test", html });

test("the mail that an HTML answer repeats is a button away, and stays as it was left", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Lamps", id: "question@fernhill.test", text: QUESTION }));
  await inbox.deliver(reply(`<p>Of course.</p><div><p>Mara kirjutas:</p><p>${QUESTION}</p></div>`));
  await reader.getByRole("link", { name: /Lamps/ }).click();
  const answer = reader.getByRole("article").last();
  const frame = answer.frameLocator("iframe");

  await expect(frame.getByText("Of course.")).toBeVisible();
  await expect(frame.getByText(QUESTION)).toBeHidden();
  const button = answer.getByRole("button", { name: "Show quoted text" });
  await expect(button).toHaveAttribute("aria-expanded", "false");
  await button.focus();
  await reader.keyboard.press("Enter");
  await expect(frame.getByText(QUESTION)).toBeVisible();

  await answer.getByRole("button", { name: "Fold this message" }).click();
  await answer.getByRole("button").click();
  await expect(frame.getByText(QUESTION)).toBeVisible();
  await answer.getByRole("button", { name: "Hide quoted text" }).click();
  await expect(frame.getByText(QUESTION)).toBeHidden();
});

test("answers between the lines of a quote stay open", async ({ reader, inbox }) => {
  await inbox.deliver(
    reply(
      '<div class="gmail_quote"><blockquote>Forty lamps?</blockquote></div><p>Yes.</p><blockquote>Until Friday?</blockquote><p>No.</p>',
    ),
  );
  await reader.getByRole("link", { name: /Lamps/ }).click();
  await expect(reader.frameLocator("iframe").getByText("Forty lamps?")).toBeVisible();
  await expect(reader.getByRole("button", { name: "Show quoted text" })).toHaveCount(0);
});

test("mail is turned dark and light by one key", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Light letter", html: "<p>Hello</p>" }));
  await reader.getByRole("link", { name: /Light letter/ }).click();
  const root = reader.frameLocator("iframe").locator("html");
  await reader.frameLocator("iframe").getByText("Hello").waitFor();
  await expect(root).not.toHaveAttribute("data-flipped");
  await reader.keyboard.press("Shift+D");
  await expect(root).toHaveAttribute("data-flipped", "");
  await reader.keyboard.press("Shift+D");
  await expect(root).not.toHaveAttribute("data-flipped");
});
