import { expect, test } from "../support/scanner-test";
import { mail } from "./support/mail";

test.slow();

test("a file that could not be scanned is scanned again on a press, and what is found is shown without a refresh", async ({
  reader,
  inbox,
  scanner,
}) => {
  scanner.says("stream: Heuristics.Encrypted.Zip FOUND\0");
  await inbox.deliver(
    mail({ subject: "Locked", text: "See", files: [{ name: "locked.zip", type: "application/zip", content: "PK\x03\x04" }] }),
  );
  await reader.getByRole("link", { name: /Locked/ }).click();
  const files = reader.getByRole("list", { name: "Attachments" });
  await expect(files).toContainText("Not scanned");
  await files.getByRole("button", { name: "Details of locked.zip" }).click();
  const dialog = reader.getByRole("dialog", { name: "locked.zip" });
  await expect(dialog).toContainText("Could not be scanned. It is locked with a password.");

  scanner.says("stream: OK\0");
  await dialog.getByRole("button", { name: "Scan it now" }).click();
  await expect(dialog).toContainText("Nothing found");
  await expect(dialog.getByRole("link", { name: "Download", exact: true })).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Scan it now" })).toBeHidden();
});
