import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test("messages are split, merged, moved and put back with keys alone", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Lamps", text: "one", id: "lamps-1@fernhill.test" }));
  await inbox.deliver(mail({ subject: "Re: Lamps", text: "two", id: "lamps-2@fernhill.test", inReplyTo: "lamps-1@fernhill.test" }));
  await inbox.deliver(mail({ subject: "Re: Lamps", text: "three", inReplyTo: "lamps-2@fernhill.test" }));
  await inbox.deliver(mail({ subject: "Chairs", text: "four" }));
  const list = reader.getByRole("region", { name: "Conversations" });
  const messages = reader.getByRole("article");
  await expect(list.getByRole("link")).toHaveCount(2);
  await list.getByRole("link", { name: /Lamps/ }).click();
  await expect(messages).toHaveCount(3);

  await reader.keyboard.press("Shift+S");
  await expect(messages).toHaveCount(2);
  await expect(list.getByRole("link")).toHaveCount(3);
  const told = reader.getByText("What was split off is a conversation of its own now.");
  await expect(told).toBeVisible();
  await reader.keyboard.press("z");
  await expect(told).toBeHidden();
  await expect(messages).toHaveCount(3);
  await expect(list.getByRole("link")).toHaveCount(2);

  await reader.keyboard.press("v");
  const move = reader.getByRole("dialog", { name: "Move this message to" });
  await move.getByPlaceholder("Subject or sender").fill("chairs");
  await expect(move.getByRole("option")).toHaveText([/Chairs/]);
  await reader.keyboard.press("Enter");
  await expect(move).toBeHidden();
  await expect(messages).toHaveCount(2);
  await reader.keyboard.press("z");
  await expect(messages).toHaveCount(3);
  await expect(list.getByRole("link")).toHaveCount(2);

  await reader.keyboard.press("Shift+M");
  await reader.getByRole("dialog", { name: "Merge this conversation with" }).getByText("Chairs").click();
  await expect(messages).toHaveCount(4);
  await expect(list.getByRole("link")).toHaveCount(1);
});

test("a merge says so, with its undo, also where it opens the other conversation", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Lamps", text: "one" }));
  await inbox.deliver(mail({ subject: "Chairs", text: "two" }));
  const list = reader.getByRole("region", { name: "Conversations" });
  await expect(list.getByRole("link")).toHaveCount(2);
  const told = reader.getByText("The two conversations are one now.");

  for (const [subject, other] of [
    ["Chairs", "Lamps"],
    ["Lamps", "Chairs"],
  ] as const) {
    await list.getByRole("link", { name: new RegExp(subject) }).click();
    await expect(reader.getByRole("heading", { name: subject })).toBeVisible();
    await reader.keyboard.press("Shift+M");
    await reader.getByRole("dialog", { name: "Merge this conversation with" }).getByText(other).click();
    await expect(list.getByRole("link")).toHaveCount(1);
    // The address follows the one that is left.
    await expect(list.getByRole("link")).toHaveAttribute("aria-current", "true");
    await expect(told).toBeVisible();

    await reader.getByRole("button", { name: "Undo" }).click();
    await expect(list.getByRole("link")).toHaveCount(2);
    await expect(told).toBeHidden();
  }
});

test("a conversation that is not in the list is found by typing", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Lamps", text: "one" }));
  await inbox.deliver(mail({ subject: "Chairs", text: "two" }));
  const notice = mail({ subject: "Ticket 40817 closed", text: "three", from: "Desk <desk@shop.test>" });
  await inbox.deliver(`Auto-Submitted: auto-generated\r\n${notice}`);
  const list = reader.getByRole("region", { name: "Conversations" });
  await expect(list.getByRole("link")).toHaveCount(2);
  await expect(reader.getByRole("link", { name: /Automated/ })).toContainText("1");
  await list.getByRole("link", { name: /Lamps/ }).click();
  await expect(reader.getByRole("article")).toHaveCount(1);

  await reader.keyboard.press("Shift+M");
  const merge = reader.getByRole("dialog", { name: "Merge this conversation with" });
  await expect(merge.getByRole("option")).toHaveText([/Chairs/]);
  await merge.getByPlaceholder("Subject or sender").fill("nobody has this");
  await expect(merge.getByRole("status")).toHaveText("No other conversation of this mailbox has these words in its subject or sender.");
  await merge.getByPlaceholder("Subject or sender").fill("desk@shop 4081");
  await expect(merge.getByRole("option")).toHaveText([/Ticket 40817 closed/]);
  await reader.keyboard.press("Enter");
  await expect(merge).toBeHidden();
  await expect(reader.getByRole("article")).toHaveCount(2);
});

test("a mail is read again, and says that nothing changed", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "As it was", text: "Hello" }));
  await reader.getByRole("link", { name: /As it was/ }).click();
  await reader.getByRole("button", { name: "Message options" }).click();
  await reader.getByRole("menuitem", { name: "Read the mail again" }).click();
  await expect(reader.getByText("Read again: it says what is shown here.")).toBeVisible();
});
