import { readFile } from "node:fs/promises";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test("a bounce stands beside the inbox with its reason and what it reports, until somebody moves it", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "From a person", text: "Hello" }));
  await inbox.deliver(await readFile("tests/fixtures/bounce.eml"), "message/rfc822");
  const list = reader.getByRole("region", { name: "Conversations" });
  await expect(list.getByRole("link", { name: /From a person/ })).toBeVisible();

  const view = reader.getByRole("link", { name: /^Automated\s*, 1 conversations/ });
  await expect(view).toBeVisible();
  await expect(list.getByRole("link")).toHaveCount(1);
  await view.click();
  await expect(reader.getByRole("heading", { name: /Automated mail in/ })).toBeVisible();
  await expect(list.getByText(/delivery report|bounce|not be delivered/i).first()).toBeVisible();
  await list.getByRole("link").first().click();
  await expect(reader.getByRole("region", { name: "Delivery report" })).toContainText("Not delivered");
  await reader.reload();
  await expect(reader.getByRole("region", { name: "Delivery report" })).toContainText("5.1.1");

  await reader.getByRole("button", { name: "Conversation options" }).click();
  await reader.getByRole("menuitem", { name: "Move to the inbox" }).click();
  await expect(list.getByText("No automated mail")).toBeVisible();
  await reader
    .getByRole("navigation")
    .getByRole("link", { name: /^Support/ })
    .click();
  await expect(list.getByRole("link")).toHaveCount(2);
});

test("an invitation says what, when and where, in the reader's zone, and runs nothing", async ({ reader, inbox }) => {
  const calendar = [
    "BEGIN:VCALENDAR",
    "METHOD:REQUEST",
    "BEGIN:VEVENT",
    "SUMMARY:<img src=x onerror=alert(1)> Standup",
    "LOCATION:Room 4",
    "DTSTART:20260305T093000Z",
    "DTEND:20260305T100000Z",
    "RRULE:FREQ=SECONDLY",
    "ORGANIZER;CN=Ana:mailto:ana@acme.test",
    "END:VEVENT",
    "END:VCALENDAR",
  ].join("\r\n");
  const files = [{ name: "invite.ics", type: "text/calendar", content: calendar }];
  await inbox.deliver(mail({ subject: "Come along", text: "See you", files }));
  await reader.getByRole("link", { name: /Come along/ }).click();

  const card = reader.getByRole("region", { name: /Invitation: <img/ });
  await expect(card).toContainText("Standup");
  await expect(card).toContainText("Repeats");
  await expect(card).toContainText("ana@acme.test");
  // Half past nine in London is a quarter past three in the afternoon in Kathmandu.
  await expect(card).toContainText("3:15");
  await expect(card.getByRole("img")).toHaveCount(0);
});
