import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { forgetSources } from "@/lib/inbound/door-source";
import { listDeliveries } from "@/lib/inbound/queries";
import { presetNames, schemeOf } from "@/lib/inbound/signatures/schemes";
import { aSource } from "@/tests/support/door";
import { openNodeDoor } from "@/tests/support/node-door";
import { expect, test } from "@/tests/support/server-test";

const page = () => readFile("docs/webhooks.md", "utf8");
const block = (text: string, language: string) => new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(text)?.[1] ?? "";

test("the curl of the documentation posts a mail", async () => {
  forgetSources();
  const source = await aSource({ key: "support" });
  const door = await openNodeDoor();
  const script = block(await page(), "sh").replace("http://127.0.0.1:3000", door.origin);
  const { stdout } = await promisify(execFile)("bash", ["-c", script], { env: { ...process.env, SECRET: source.secret } });
  await door.close();
  expect(stdout).toContain('{"status":"accepted"');
  expect(await listDeliveries(source.workspaceId)).toHaveLength(1);
});

test("the documentation names every scheme, and its custom one is one", async () => {
  const text = await page();
  for (const name of presetNames) expect(text).toContain(`| \`${name}\` |`);
  expect(() => schemeOf("custom", JSON.parse(block(text, "json")))).not.toThrow();
});
