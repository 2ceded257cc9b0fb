import { readFileSync, writeFileSync } from "node:fs";

/** Replaces what a file of a pinned package says: `[old, mended]` each. Safe to repeat; throws when it is another version's. */
export function mend(file, changes, { name, version }) {
  const script = `scripts/patch-${name}.mjs`;
  const mark = `// Mended by ${script}\n`;
  const before = readFileSync(file, "utf8");
  if (before.startsWith(mark)) return;

  let after = before;
  for (const [old, mended] of changes) {
    if (!after.includes(old)) throw new Error(`${file} is not that of ${name} ${version}: see whether ${script} is still needed`);
    after = after.replaceAll(old, mended);
  }
  writeFileSync(file, mark + after);
}
