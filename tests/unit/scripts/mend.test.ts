import { linkSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { mend } from "@/scripts/mend.mjs";

const PACKAGE = { name: "driver", version: "1.0.0" };
const PUBLISHED = "one();\ntwo();\n";

/** A file as it was installed, and the same file of another project: package managers share them by hard links. */
function anInstalledFile() {
  const path = test.info().outputPath("driver.js");
  writeFileSync(path, PUBLISHED);
  linkSync(path, `${path}.elsewhere`);
  const read = (end = "") => readFileSync(path + end, "utf8");
  return { path, read };
}

test("a package is mended once, however often it is installed, and only here", () => {
  const { path, read } = anInstalledFile();
  for (let time = 0; time < 2; time++) mend(path, [["one();", "three();"]], PACKAGE);
  expect(read()).toMatch(/^\/\/ Mended by scripts\/patch-driver\.mjs \w+\nthree\(\);\ntwo\(\);\n$/);
  expect(read(".elsewhere")).toBe(PUBLISHED);
});

test("what a newer version of ours mends otherwise begins from what was published", () => {
  const { path, read } = anInstalledFile();
  mend(path, [["one();", "three();"]], PACKAGE);
  mend(path, [["two();", "four();"]], PACKAGE);
  expect(read()).toContain("one();\nfour();\n");
});

test("another version of a package is left as it is, and said", () => {
  const { path, read } = anInstalledFile();
  expect(() => mend(path, [["gone();", "three();"]], PACKAGE)).toThrow("is not that of driver 1.0.0");
  expect(read()).toBe(PUBLISHED);
});
