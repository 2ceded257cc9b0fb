import { expect, test } from "../support/browser-test";
import { bombPng, pictureOf } from "../support/images";
import { pdfPages, written } from "../support/pdf";
import { mail } from "./support/mail";

/** Pictures are made behind everything else: on a busy machine one waits for them. */
const MADE = { timeout: 20_000 };
test.slow();

test("a picture is seen before it is kept, small beside its name and large on a press", async ({ reader, inbox }) => {
  const content = await pictureOf({ width: 1_600, height: 900 }).jpeg().toBuffer();
  await inbox.deliver(mail({ subject: "Broken lamp", text: "See", files: [{ name: "lamp.jpg", type: "image/jpeg", content }] }));
  await reader.getByRole("link", { name: /Broken lamp/ }).click();
  const files = reader.getByRole("list", { name: "Attachments" });
  const thumbnail = files.locator("img");
  await expect(thumbnail).toBeVisible(MADE);
  await expect.poll(() => thumbnail.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(128);

  await files.getByRole("button", { name: /lamp/ }).click();
  const dialog = reader.getByRole("dialog", { name: "lamp.jpg" });
  const preview = dialog.getByRole("img", { name: "Preview of lamp.jpg" });
  await expect.poll(() => preview.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1_280);
  await expect(dialog).toContainText("None yet");
  await expect(dialog.getByRole("link", { name: "Download" })).toBeVisible();
});

test("a document is seen page by page, by keys and by buttons", async ({ reader, inbox }) => {
  const content = pdfPages([written("Offer"), "1 0 0 rg 0 0 300 144 re f", written("Terms")]);
  await inbox.deliver(mail({ subject: "Our offer", text: "See", files: [{ name: "offer.pdf", type: "application/pdf", content }] }));
  await reader.getByRole("link", { name: /Our offer/ }).click();
  const files = reader.getByRole("list", { name: "Attachments" });
  await expect(files.locator("img")).toBeVisible(MADE);
  await files.getByRole("button", { name: /offer/ }).click();
  const dialog = reader.getByRole("dialog", { name: "offer.pdf" });
  await expect(dialog.getByRole("img", { name: "Preview of offer.pdf" })).toBeVisible();
  await expect(dialog).toContainText("Page 1 of 3");
  await expect(dialog).toContainText("Text for searchRead", MADE);

  await reader.keyboard.press("ArrowRight");
  const second = dialog.getByRole("img", { name: "Page 2 of offer.pdf" });
  await expect.poll(() => second.evaluate((image: HTMLImageElement) => image.naturalWidth), MADE).toBe(1_280);
  await dialog.getByRole("button", { name: "Next page" }).click();
  await expect(dialog).toContainText("Page 3 of 3");
  const third = dialog.getByRole("img", { name: "Page 3 of offer.pdf" });
  await expect.poll(() => third.evaluate((image: HTMLImageElement) => image.naturalWidth), MADE).toBe(1_280);
  await reader.keyboard.press("ArrowRight");
  await expect(dialog).toContainText("Page 3 of 3");
  await reader.keyboard.press("ArrowLeft");
  await reader.keyboard.press("ArrowLeft");
  await expect(dialog.getByRole("img", { name: "Preview of offer.pdf" })).toBeVisible();
});

test("a table is a table, and what looks like a page in a text stays text", async ({ reader, inbox }) => {
  const files = [
    { name: "prices.csv", type: "text/csv", content: Buffer.from('Name;Preis\r\n"Größe ""L""";12\r\n', "latin1") },
    { name: "notes.txt", type: "text/plain", content: "<script>document.title = 'ran'</script>\nCall Ana" },
  ];
  await inbox.deliver(mail({ subject: "Prices", text: "See", files }));
  await reader.getByRole("link", { name: /Prices/ }).click();
  const list = reader.getByRole("list", { name: "Attachments" });
  await list.getByRole("button", { name: /prices/ }).click();
  const table = reader.getByRole("dialog", { name: "prices.csv" }).getByRole("table");
  await expect(table.getByRole("row").nth(1)).toHaveText('Größe "L"12');
  await reader.keyboard.press("Escape");

  await list.getByRole("button", { name: /notes/ }).click();
  const dialog = reader.getByRole("dialog", { name: "notes.txt" });
  await expect(dialog).toContainText("<script>document.title = 'ran'</script>");
  expect(await reader.title()).not.toBe("ran");
});

test("an image that unpacks into gigabytes says why it is not shown, and can be kept", async ({ reader, inbox }) => {
  await inbox.deliver(
    mail({ subject: "Map", text: "See", files: [{ name: "map.png", type: "image/png", content: bombPng(50_000, 50_000) }] }),
  );
  await reader.getByRole("link", { name: /Map/ }).click();
  await reader.getByRole("list", { name: "Attachments" }).getByRole("button", { name: /map/ }).click();
  const dialog = reader.getByRole("dialog", { name: "map.png" });
  await expect(dialog).toContainText("There is no preview. The image is too large to be shown: 50000 × 50000 pixels.", MADE);
  await expect(dialog.getByRole("link", { name: "Download" })).toBeVisible();
});

test("many files stay few rows until they are asked for", async ({ reader, inbox }) => {
  const files = Array.from({ length: 40 }, (_, index) => ({
    name: `file ${index}.zip`,
    type: "application/zip",
    content: `PK\x03\x04${index}`,
  }));
  await inbox.deliver(mail({ subject: "All of it", text: "See", files }));
  await reader.getByRole("link", { name: /All of it/ }).click();
  const list = reader.getByRole("list", { name: "Attachments" });
  await expect(list.getByRole("listitem")).toHaveCount(12);
  await reader.getByRole("button", { name: "Show all 40 files" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(40);
});
