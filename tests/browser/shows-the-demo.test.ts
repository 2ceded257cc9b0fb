import { demoPosts } from "@/lib/demo/demo";
import { expect, test } from "../support/browser-test";

test.use({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });

/** With MAILROOM_SCREENSHOT=1 this also takes the README's picture. */
test("the demo fills the inbox with conversations in many hands and languages", async ({ reader, inbox }) => {
  const now = new Date();
  const posts = demoPosts(now);
  for (const { body, contentType, headers } of posts) await inbox.deliver(body, contentType, headers);
  await expect(reader.getByText("1 failed")).toBeVisible({ timeout: 40_000 });

  const list = reader.getByRole("region", { name: "Conversations" });
  for (const subject of [/Encomenda 40655/, /Topfhalter verbogen/, /استفسار عن الشحن/])
    await expect(list.getByRole("link", { name: subject })).toBeVisible();

  await list.getByRole("link", { name: /Ridge 2 goes out/ }).click();
  await expect(reader.getByRole("main").getByText("14 messages")).toBeVisible();
  await expect(reader.getByRole("article")).toHaveCount(14);
  await expect(list.getByRole("link", { name: /Unread, .*Ridge 2 goes out/ })).toHaveCount(0);
  await list.getByRole("link", { name: /Catalogue pictures/ }).click();
  await expect(reader.frameLocator("iframe").getByRole("img").first()).toBeVisible();
  // A newsletter is a machine's, however pretty.
  await reader.getByRole("link", { name: /^Automated/ }).click();
  await list.getByRole("link", { name: /Trail Notes 48/ }).click();
  await expect(reader.getByText("2 remote images and 1 tracker blocked")).toBeVisible();
  await reader
    .getByRole("navigation")
    .getByRole("link", { name: /^Support/ })
    .click();

  // Read before, it is folded but for its end.
  await list.getByRole("link", { name: /Ridge 2 goes out/ }).click();
  await expect(reader.getByRole("article").last()).toContainText("Have a good tour");
  await expect(reader.getByRole("article").first().getByRole("button", { expanded: false })).toBeVisible();
  await expect(reader.locator("[aria-busy=true]")).toHaveCount(0);

  if (process.env.MAILROOM_SCREENSHOT) await reader.screenshot({ path: "docs/screenshot.png", animations: "disabled" });
});
