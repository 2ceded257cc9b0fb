import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Mends the Postgres driver after every install, and before every build for those who install without scripts. Safe to repeat.
 *
 * postgres.js 3.4.9 gathers small writes until the next turn of the event loop. A connection that breaks meanwhile makes that
 * write throw where nobody can catch it, which ends the process; and the connection, reused, waits for ever for a write it
 * thinks is planned (https://github.com/porsager/postgres/issues/1208). A database restart under load meets both at once.
 */
const VERSION = "3.4.9";
const CHANGES = [
  [
    "    const x = socket.write(chunk, fn)\n",
    "    if (!socket) {\n" +
      "      chunk = nextWriteTimer = null\n" +
      "      const closedError = Errors.connection('CONNECTION_CLOSED', options, socket)\n" +
      "      query && queryError(query, closedError)\n" +
      "      while (sent.length)\n" +
      "        queryError(sent.shift(), closedError)\n" +
      "      return false\n" +
      "    }\n" +
      "    const x = socket.write(chunk, fn)\n",
  ],
  ["    clearImmediate(nextWriteTimer)\n", "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n"],
];
const MARK = "// Mended by scripts/patch-postgres.mjs\n";

const require = createRequire(import.meta.url);
const root = dirname(fileURLToPath(import.meta.resolve("postgres")));
for (const file of [join(root, "connection.js"), join(dirname(require.resolve("postgres")), "connection.js")]) mend(file);

function mend(file) {
  const before = readFileSync(file, "utf8");
  if (before.startsWith(MARK)) return;

  let after = before;
  for (const [old, mended] of CHANGES) {
    if (!after.includes(old)) throw new Error(`${file} is not postgres ${VERSION}: see whether scripts/patch-postgres.mjs is still needed`);
    after = after.replaceAll(old, mended);
  }
  writeFileSync(file, MARK + after);
}
