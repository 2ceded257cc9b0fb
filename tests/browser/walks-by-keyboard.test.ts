import type { Locator } from "@playwright/test";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test("the inbox can be walked with keys alone", async ({ reader, inbox }) => {
  for (const subject of ["Oldest", "Middle", "Newest"]) {
    await inbox.deliver(mail({ subject, text: `This is the ${subject.toLowerCase()} one.` }));
    await expect(reader.getByRole("link", { name: new RegExp(subject) })).toBeVisible();
  }
  const row = (subject: string) => reader.getByRole("link", { name: new RegExp(subject) });

  await reader.keyboard.press("j");
  await expect(row("Newest")).toBeFocused();
  await reader.keyboard.press("ArrowDown");
  await expect(row("Middle")).toBeFocused();
  await reader.keyboard.press("Enter");
  await expect(reader.getByRole("heading", { name: "Middle" })).toBeVisible();
  await expect(row("Middle")).toHaveAttribute("aria-current", "true");

  await reader.keyboard.press("j");
  await expect(reader.getByRole("heading", { name: "Oldest" })).toBeVisible();
  await reader.keyboard.press("k");
  await expect(reader.getByRole("heading", { name: "Middle" })).toBeVisible();
  await reader.keyboard.press("u");
  await expect(reader.getByText("No conversation open")).toBeVisible();
  await expect(row("Middle")).toBeFocused();

  await reader.keyboard.press("o");
  await expect(reader.getByRole("article")).toContainText("This is the middle one.");
  await expect(row("Unread, .*Middle")).toHaveCount(0);
  await reader.keyboard.press("Shift+U");
  await expect(row("Unread, .*Middle")).toBeVisible();
  await reader.keyboard.press("Escape");
  await expect(reader.getByText("No conversation open")).toBeVisible();
});

test("help says the keys, and keys are off where one types or a dialog is open", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Only one", text: "Hello" }));
  await expect(reader.getByRole("link", { name: /Only one/ })).toBeVisible();

  await reader.keyboard.press("?");
  const help = reader.getByRole("dialog", { name: "Keyboard" });
  await expect(help.getByText("Next conversation")).toBeVisible();
  await reader.keyboard.press("j");
  await reader.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await expect(reader.getByRole("link", { name: /Only one/ })).not.toBeFocused();

  await reader.evaluate(() => document.body.append(Object.assign(document.createElement("input"), { id: "typing" })));
  await reader.locator("#typing").pressSequentially("j?o");
  await expect(reader.locator("#typing")).toHaveValue("j?o");
  await expect(help).toBeHidden();
});

test("messages of a conversation can be walked, also from inside a mail", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Chain", html: "<p>the first of three</p>", id: "chain-1@fernhill.test" }));
  await inbox.deliver(
    mail({ subject: "Re: Chain", html: "<p>the second</p>", id: "chain-2@fernhill.test", inReplyTo: "chain-1@fernhill.test" }),
  );
  await inbox.deliver(mail({ subject: "Re: Chain", html: "<p>the third</p>", inReplyTo: "chain-2@fernhill.test" }));
  await expect(reader.getByText("3 messages")).toBeAttached();
  await reader.getByRole("link", { name: /Chain/ }).click();
  await expect(reader.getByRole("article")).toHaveCount(3);

  await reader.frameLocator("iframe").nth(2).getByText("the third").click();
  await reader.keyboard.press("p");
  await expect(reader.getByRole("article").nth(1)).toBeFocused();
  await reader.keyboard.press("p");
  await expect(reader.getByRole("article").nth(0)).toBeFocused();
  await reader.keyboard.press("n");
  await expect(reader.getByRole("article").nth(1)).toBeFocused();
});

test("a dialog has the focus while it is open, and gives it back where it was", async ({ reader, inbox }) => {
  await inbox.deliver(
    mail({ subject: "Files", text: "See", files: [{ name: "setup.exe", type: "application/octet-stream", content: "MZ" }] }),
  );
  await reader.getByRole("link", { name: /Files/ }).click();
  const details = reader.getByRole("button", { name: "Details of setup.exe" });
  const options = reader.getByRole("button", { name: "Conversation options" });
  const account = reader.getByRole("button", { name: "Account menu" });
  const message = reader.getByRole("article");

  async function opensAndCloses(name: string, from: Locator, open: () => Promise<void>) {
    await from.focus();
    await open();
    const dialog = reader.getByRole("dialog", { name });
    const hasFocus = () => dialog.evaluate((node) => node.contains(document.activeElement));
    await expect.poll(hasFocus).toBe(true);
    for (let turn = 0; turn < 6; turn++) await reader.keyboard.press("Tab");
    expect(await hasFocus()).toBe(true);
    await reader.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(from).toBeFocused();
  }
  const byMenu = async (item: string) => {
    await reader.keyboard.press("Enter");
    await reader.getByRole("menuitem", { name: item }).press("Enter");
  };

  await opensAndCloses("setup.exe", details, () => reader.keyboard.press("Enter"));
  await opensAndCloses("Keyboard", details, () => reader.keyboard.press("?"));
  await opensAndCloses("Merge this conversation with", message, () => reader.keyboard.press("Shift+M"));
  await opensAndCloses("Merge this conversation with", options, () => byMenu("Merge with another"));
  await opensAndCloses("Keyboard", account, () => byMenu("Keyboard"));

  await reader.setViewportSize({ width: 390, height: 800 });
  await reader.getByRole("button", { name: "Back to the list" }).click();
  await opensAndCloses("Menu", reader.getByRole("button", { name: "Menu", exact: true }), () => reader.keyboard.press("Enter"));
});
