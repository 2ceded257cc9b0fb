import { readFile } from "node:fs/promises";
import { expect, test } from "../support/browser-test";
import { anInbox } from "./support/inbox";
import { mail } from "./support/mail";

const PNG = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC", "base64");

test("a file comes down byte for byte, under its own name", async ({ reader, inbox }) => {
  const content = Buffer.from("Größe;Preis\r\n1;2\r\n", "latin1");
  await inbox.deliver(mail({ subject: "Price list", text: "Attached.", files: [{ name: "price list.csv", type: "text/csv", content }] }));
  await reader.getByRole("link", { name: /Price list/ }).click();

  const downloading = reader.waitForEvent("download");
  await reader
    .getByRole("list", { name: "Attachments" })
    .getByRole("link", { name: /price list\.csv/ })
    .click();
  const download = await downloading;

  expect(download.suggestedFilename()).toBe("price list.csv");
  expect(await readFile(await download.path())).toEqual(content);
});

test("an attachment cannot run, and nobody else gets it", async ({ reader, anotherBrowser, inbox, server }) => {
  await inbox.deliver(
    mail({ subject: "A page", text: "See", files: [{ name: "page.html", type: "text/html", content: "<script>alert(1)</script>" }] }),
  );
  await reader.getByRole("link", { name: /A page/ }).click();
  await reader
    .getByRole("list", { name: "Attachments" })
    .getByRole("button", { name: /Web page/ })
    .click();
  const path = await reader.getByRole("dialog", { name: "page.html" }).getByRole("link", { name: "Download anyway" }).getAttribute("href");

  const response = await reader.request.get(String(path));
  expect(response.headers()).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": expect.stringContaining("attachment;"),
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
  });
  const part = await reader.request.get(String(path), { headers: { range: "bytes=1-6" } });
  expect([part.status(), await part.text(), part.headers()["content-range"]]).toEqual([206, "script", "bytes 1-6/25"]);
  expect((await reader.request.get(String(path), { headers: { range: "bytes=99-" } })).status()).toBe(416);

  expect((await fetch(server.origin + path)).status).toBe(401);
  const foreign = await anInbox(server.origin);
  const elsewhere = await (await anotherBrowser()).context().browser()?.newContext({ baseURL: server.origin });
  const stranger = await elsewhere?.newPage();
  await stranger?.goto(await foreign.signInLink());
  await stranger?.getByRole("button", { name: "Sign in" }).click();
  await stranger?.waitForURL((url) => !url.pathname.startsWith("/link"));
  expect((await stranger?.request.get(String(path)))?.status()).toBe(404);
  await elsewhere?.close();
});

test("an image that belongs into the mail is shown in it", async ({ reader, inbox }) => {
  await inbox.deliver(
    mail({
      subject: "With a picture",
      html: '<p>Here:</p><img alt="a red square" src="cid:square@fernhill.test">',
      files: [{ name: "square.png", type: "image/png", content: PNG, cid: "square@fernhill.test" }],
    }),
  );
  await reader.getByRole("link", { name: /With a picture/ }).click();

  const image = reader.frameLocator("iframe").getByAltText("a red square");
  await expect(image).toBeVisible();
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(8);
  await expect(reader.getByRole("list", { name: "Attachments" })).toBeHidden();
});

test("a dangerous file says why before it comes, and who got it afterwards", async ({ reader, inbox }) => {
  const content = `MZ${"\0".repeat(200)}`;
  await inbox.deliver(
    mail({ subject: "Open invoice", text: "See", files: [{ name: "invoice.pdf.exe", type: "application/pdf", content }] }),
  );
  await reader.getByRole("link", { name: /Open invoice/ }).click();
  const files = reader.getByRole("list", { name: "Attachments" });
  const file = files.getByRole("button", { name: /invoice\.pdf\.exe/ }).first();
  await expect(file).toContainText("Program");
  await expect(files.getByRole("link")).toHaveCount(0);
  await file.click();

  const dialog = reader.getByRole("dialog", { name: "invoice.pdf.exe" });
  await expect(dialog).toContainText("This is a program. Opening it runs it.");
  await expect(dialog).toContainText("Its name has two endings");
  await expect(dialog).toContainText("application/x-msdownload");
  await expect(dialog).toContainText("None yet");

  const downloading = reader.waitForEvent("download");
  await dialog.getByRole("link", { name: "Download anyway" }).click();
  expect((await downloading).suggestedFilename()).toBe("invoice.pdf.exe");

  await files.getByRole("button", { name: "Details of invoice.pdf.exe" }).click();
  await expect(dialog).toContainText("(warned)");
});

test("what a file turns out to be is shown without a refresh", async ({ reader, inbox }) => {
  await inbox.deliver(
    mail({ subject: "Holiday picture", text: "See", files: [{ name: "beach.jpg", type: "image/jpeg", content: "%PDF-1.7\n%âãÏÓ\n" }] }),
  );
  await reader.getByRole("link", { name: /Holiday picture/ }).click();
  await expect(reader.getByRole("list", { name: "Attachments" })).toContainText("Not what it says");
});
