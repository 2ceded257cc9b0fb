import type { Page } from "@playwright/test";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

const QUESTION = "Could you send us an offer for forty lamps until Friday?";
const paragraphs = Array.from({ length: 120 }, (_, at) => `<p>Paragraph ${at} of a long letter about lamps.</p>`).join("");

/** The document that went to the printer, as a page of its own. */
async function paper(reader: Page): Promise<Page> {
  const frame = reader.locator("iframe[data-print]");
  await frame.waitFor({ state: "attached" });
  const page = await reader.context().newPage();
  await page.setContent((await frame.getAttribute("srcdoc")) ?? "");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  return page;
}

/** How many pages Chromium makes of it. */
async function pagesOf(page: Page): Promise<number> {
  return (await page.pdf()).toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
}

test("a conversation goes to paper with who wrote what to whom, and without what one could press", async ({ reader, inbox }) => {
  await inbox.deliver(
    mail({
      subject: "Lamps",
      id: "ask@fernhill.test",
      text: `${QUESTION}\nhttps://fernhill.test/lamps\n\n> Which lamps do you need?\n> We have many.`,
    }),
  );
  await inbox.deliver(
    mail({
      subject: "Re: Lamps",
      inReplyTo: "ask@fernhill.test",
      html: `<style>dl,h1{display:none!important}p{color:#123456}</style><p>Read <a href="https://offers.fernhill.test/40">our offer</a>.</p>${paragraphs}<p>The end.</p><div class="gmail_quote"><blockquote>${QUESTION}</blockquote></div>`,
      files: [{ name: "offer.pdf", type: "application/pdf", content: "%PDF-1.4" }],
    }),
  );
  await reader.getByRole("link", { name: /Lamps/ }).click();
  await reader.frameLocator("iframe").last().getByText("The end.").waitFor();
  await reader.getByRole("button", { name: "Conversation options" }).click();
  await reader.getByRole("menuitem", { name: "Print all messages" }).click();

  const page = await paper(reader);
  await expect(page.getByRole("heading", { name: "Lamps" })).toBeVisible();
  const [question, answer] = [page.getByRole("article").first(), page.getByRole("article").last()];
  await expect(question.locator("dl")).toContainText("FromMara Lindqvist <mara@fernhill.test>ToHelp <help@acme.test>Date");
  await expect(question).toContainText("https://fernhill.test/lamps");
  await expect(question).toContainText("quoted here was folded and is not printed");
  await expect(question).not.toContainText("Which lamps do you need?");
  await expect(answer.locator("dl")).toContainText("Filesoffer.pdf");
  await expect(answer.getByText("our offer (offers.fernhill.test)")).toBeVisible();
  await expect(answer.getByText("The end.")).toHaveCSS("color", "rgb(18, 52, 86)");
  await expect(answer.getByText("quoted here was folded and is not printed")).toBeVisible();
  await expect(answer.getByText(QUESTION)).toHaveCount(0);
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(255, 255, 255)");
  await expect(page.locator("button, input, a[href^='/leave']")).toHaveCount(0);
  expect(await pagesOf(page)).toBeGreaterThan(2);
});

test("a message goes to paper alone, with its quotes as they are on screen", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Lamps", id: "ask@fernhill.test", text: QUESTION }));
  const html = `<p>Of course.</p><div class="gmail_quote"><blockquote>${QUESTION}</blockquote></div>`;
  await inbox.deliver(mail({ subject: "Re: Lamps", inReplyTo: "ask@fernhill.test", html }));
  await reader.getByRole("link", { name: /Lamps/ }).click();
  const answer = reader.getByRole("article").last();
  await answer.getByRole("button", { name: "Show quoted text" }).click();
  await answer.getByRole("button", { name: "Message options" }).click();
  await reader.getByRole("menuitem", { name: "Print" }).click();

  const page = await paper(reader);
  await expect(page.getByRole("article")).toHaveCount(1);
  await expect(page.getByText(QUESTION)).toBeVisible();
});

test("the browser's own print key prints the conversation, and its menu the page without what stands around it", async ({
  reader,
  inbox,
}) => {
  await inbox.deliver(mail({ subject: "Lamps", html: `${paragraphs}<p>The end.</p>` }));
  await reader.getByRole("link", { name: /Lamps/ }).click();
  await reader.frameLocator("iframe").getByText("The end.").waitFor();
  await reader.keyboard.press("Control+p");
  const page = await paper(reader);
  await expect(page.getByText("The end.")).toBeVisible();

  await reader.emulateMedia({ media: "print" });
  await expect(reader.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(reader.getByRole("region", { name: "Conversations" })).toBeHidden();
  await expect(reader.getByRole("button", { name: "Message options" })).toBeHidden();
  expect(await pagesOf(reader)).toBeGreaterThan(2);
});
