import { randomBytes } from "node:crypto";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test("a mail can be seen as text, as it came and by its headers, with the arrow keys", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Look closer", html: "<p>Hello <b>there</b></p>", id: "closer@fernhill.test" }));
  await reader.getByRole("link", { name: /Look closer/ }).click();
  const message = reader.getByRole("article");
  const tab = (name: string) => message.getByRole("tab", { name });
  const panel = (name: string) => message.getByRole("tabpanel", { name });
  await expect(message.getByRole("tab")).toHaveText(["Rendered", "Plain", "Source", "Headers"]);
  await panel("Rendered").frameLocator("iframe").getByText("Hello there").waitFor();

  await tab("Rendered").focus();
  await reader.keyboard.press("ArrowRight");
  await expect(tab("Plain")).toBeFocused();
  await expect(panel("Plain")).toHaveText("Hello there");
  await reader.keyboard.press("ArrowRight");
  await panel("Source").getByText("Content-Transfer-Encoding: base64").waitFor();
  await reader.keyboard.press("End");
  await expect(panel("Headers").getByText("<closer@fernhill.test>")).toBeVisible();
  await expect(message.locator("[role=tab][tabindex='0']")).toHaveText("Headers");
  await reader.keyboard.press("ArrowRight");
  await panel("Rendered").frameLocator("iframe").getByText("Hello there").waitFor();
});

test("a text needs no views until one looks for them", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Just words", text: "Hello" }));
  await reader.getByRole("link", { name: /Just words/ }).click();
  const views = reader.getByRole("tablist", { name: "Show the message as" });
  await expect(views.getByRole("tab")).toHaveText(["Plain", "Source", "Headers"]);
  await expect(views).toHaveCSS("opacity", "0");
  await reader.keyboard.press("n");
  await expect(reader.getByRole("article")).toBeFocused();
  await expect(views).toHaveCSS("opacity", "1");
});

test("the source of a large mail is there to read while most of it is on its way", async ({ reader, inbox }) => {
  const files = [{ name: "noise.bin", type: "application/octet-stream", content: randomBytes(2_000_000) }];
  await inbox.deliver(mail({ subject: "Large", text: "See the file.", files }));
  await reader.getByRole("link", { name: /Large/ }).click();
  const message = reader.getByRole("article");
  await message.getByText("See the file.").waitFor();

  const network = await reader.context().newCDPSession(reader);
  const take = (bytesPerSecond: number) =>
    network.send("Network.emulateNetworkConditions", {
      offline: false,
      latency: 0,
      downloadThroughput: bytesPerSecond,
      uploadThroughput: -1,
    });
  await network.send("Network.enable");
  await take(15_000);
  await message.getByRole("tab", { name: "Source" }).click();
  const source = message.getByRole("tabpanel", { name: "Source" });
  await source.locator("pre", { hasText: "Subject: Large" }).waitFor();
  await expect(source.getByRole("status")).toContainText("so far");

  await take(-1);
  await source.getByText("The first 256 kB. Download the raw mail for all of it.").waitFor();
  await source.getByRole("status").waitFor({ state: "hidden" });
});
