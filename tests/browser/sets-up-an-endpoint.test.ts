import { createSource } from "@/lib/inbound/mutations";
import { expect, test } from "../support/browser-test";
import { mail } from "./support/mail";

test("a secret that nobody saw is shown once, when asked for, and completes the command", async ({ reader, inbox }) => {
  const { workspaceId, mailboxId: defaultMailboxId } = inbox;
  const { source, secret } = await createSource(workspaceId, { name: "Fresh", scheme: "webhook", defaultMailboxId, revealable: true });

  await reader.getByRole("link", { name: "Endpoint set-up" }).click();
  await reader.getByRole("link", { name: "Fresh" }).click();
  await expect(reader.getByRole("region", { name: "address" })).toContainText(`/webhooks/email/${source.key}`);
  await expect(reader.getByText(secret)).toHaveCount(0);

  await reader.getByRole("button", { name: "Show the secret" }).click();
  await expect(reader.getByRole("region", { name: "secret" })).toHaveText(secret);
  await expect(reader.getByRole("region", { name: "command" })).toContainText(secret);

  await reader.reload();
  await expect(reader.getByText("cannot be read again")).toBeVisible();
  await expect(reader.getByText(secret)).toHaveCount(0);
});

test("the page waits for the first mail, and shows it by itself", async ({ reader, inbox }) => {
  await reader.goto("/setup");
  await expect(reader.getByText("Waiting for the first mail")).toBeVisible();

  await inbox.deliver(mail({ subject: "Does this arrive?" }));
  await expect(reader.getByRole("main").getByRole("link", { name: "Does this arrive?" })).toBeVisible();
});

test("a request that is refused says which check it failed, what was expected and what was there", async ({ reader, server }) => {
  await reader.goto("/setup");
  const address = (await reader.getByRole("region", { name: "address" }).textContent()) ?? "";
  expect(address).toContain(server.origin);
  const answer = await reader.request.post(address, {
    headers: {
      "content-type": "application/json",
      "x-webhook-timestamp": String(Math.floor(Date.now() / 1000)),
      "x-webhook-signature": "00".repeat(32),
    },
    data: "{}",
  });

  expect(answer.status()).toBe(401);
  await expect(reader.getByText("Refused 401")).toBeVisible();
  await expect(reader.getByText(/^Signature does not match/)).toBeVisible();
  await expect(reader.getByText(/^HMAC-SHA256 of \{ts\}\.\{body\} in hex/)).toBeVisible();
});

test("a sample comes all the way into the inbox", async ({ reader }) => {
  await reader.goto("/setup");
  await reader.getByRole("button", { name: "Send me a sample" }).click();
  await expect(reader.getByRole("link", { name: "see its delivery" })).toBeVisible();
  await expect(reader.getByRole("main").getByRole("link", { name: "A sample mail" })).toBeVisible();

  await reader.goto("/");
  await expect(reader.getByText("A sample mail")).toBeVisible();
});

test("rotating shows a new secret, which opens the door at once, and so does the one before", async ({ reader, inbox }) => {
  await inbox.deliver(mail({ subject: "Sent before" }));
  await reader.goto("/setup");
  await reader.getByRole("button", { name: "Rotate the secret" }).click();
  await expect(reader.getByRole("radio", { name: "It stays valid for a day" })).toBeChecked();
  await reader.getByRole("button", { name: "Rotate", exact: true }).click();

  const secret = reader.getByRole("region", { name: "secret" });
  await expect(secret).toHaveText(/^[0-9a-f]{64}$/);
  await inbox.deliver(mail({ subject: "Signed with the new secret" }), "message/rfc822", {}, (await secret.textContent()) ?? "");
  await inbox.deliver(mail({ subject: "Signed with the old secret" }));
  for (const age of ["new", "old"])
    await expect(reader.getByRole("main").getByRole("link", { name: `Signed with the ${age} secret` })).toBeVisible();
});
