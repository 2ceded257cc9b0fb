import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const MENDED = "// Mended by ";

/**
 * Replaces what a file of a pinned package says: `[old, mended]` each. Safe to repeat, also with other changes than the last time; what was
 * published stays beside it. Throws when the file is another version's.
 */
export function mend(file, changes, { name, version }) {
  const script = `scripts/patch-${name}.mjs`;
  const digest = createHash("sha256").update(JSON.stringify(changes)).digest("hex").slice(0, 12);
  const mark = `${MENDED}${script} ${digest}\n`;
  const published = `${file}.published`;
  let text = readFileSync(file, "utf8");
  if (text.startsWith(mark)) return;

  if (!text.startsWith(MENDED)) replaceFile(published, text);
  else if (existsSync(published)) text = readFileSync(published, "utf8");
  else throw new Error(`${file} was mended by an older ${script}: remove node_modules and install again`);

  for (const [old, mended] of changes) {
    if (!text.includes(old)) throw new Error(`${file} is not that of ${name} ${version}: see whether ${script} is still needed`);
    text = text.replaceAll(old, mended);
  }
  replaceFile(file, mark + text);
}

/** Never in place: package managers share files between projects by hard links. */
function replaceFile(file, text) {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
