import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@playwright/test";

const documents = ["README.md", "CONTRIBUTING.md", ...markdownBelow("docs")];

for (const path of documents)
  test(`every link in ${path} leads somewhere`, () => {
    const targets = [...readFileSync(path, "utf8").matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
    const missing = targets.filter((target) => !/^[a-z]+:/.test(target) && !existsSync(join(dirname(path), target)));
    expect(missing).toEqual([]);
  });

test("the README names every variable a person can set", () => {
  const readme = readFileSync("README.md", "utf8");
  const set = [...readFileSync(".env.example", "utf8").matchAll(/^# ([A-Z0-9_]+)=/gm)].map((match) => match[1] ?? "");
  expect(set.length).toBeGreaterThan(10);
  expect(set.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test("every variable in .env.example is one we read", () => {
  const read = readFileSync("env.ts", "utf8");
  const set = [...readFileSync(".env.example", "utf8").matchAll(/^# ([A-Z0-9_]+)=/gm)].map((match) => match[1] ?? "");
  expect(set.filter((name) => !new RegExp(`^  ${name}:`, "m").test(read))).toEqual([]);
});

function markdownBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
}
