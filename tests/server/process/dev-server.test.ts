import { callUnsigned, guessesAt, startDevServer } from "@/tests/support/dev-server";
import { expect, test } from "@/tests/support/process-test";

test("with INNGEST_DEV the start says the address that Inngest's dev server may call, and nobody else calls", async ({ start }) => {
  const devServer = await startDevServer();
  const app = await start({ INNGEST_DEV: devServer.origin });
  const [, address = ""] = /dev server calls it at (\S+)/.exec(app.output()) ?? [];

  expect(await callUnsigned(address, "PUT")).toBe(200);

  const [registered] = devServer.registrations;
  const filing = registered?.functions.find(({ id }) => id === "mailroom-file-delivery")?.steps.step.runtime.url ?? "";
  expect(await callUnsigned(filing, "GET")).toBe(200);
  for (const guess of guessesAt(filing)) expect(await callUnsigned(guess, "POST")).toBe(401);
  devServer.close();
});
