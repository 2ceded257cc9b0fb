import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { mend } from "./mend.mjs";

/**
 * Mends the Postgres driver after every install, and before every build for those who install without scripts. Safe to repeat.
 *
 * postgres.js 3.4.9 does not survive a connection that breaks under load (https://github.com/porsager/postgres/issues/1208):
 * - Small writes are gathered until the next turn of the event loop. When the connection breaks meanwhile, that write throws
 *   where nobody can catch it, which ends the process; and the connection, reused, waits for ever for a write it thinks is
 *   planned.
 * - A transaction whose connection broke goes on sending on it, its `rollback` too: on a closed connection, which is then
 *   never used again until the pool has none left, or on one that another transaction works on by now.
 * - What a connection was doing when it broke is still on its mind when it connects again.
 *
 * And a query that cannot be written (an undefined parameter) behind others that are under way fails the one before it instead, stays in
 * line without being sent, and from then on everyone on that connection gets the answer of the one behind.
 */
const PACKAGE = { name: "postgres", version: "3.4.9" };
const CONNECTION = [
  [
    "      sent.length === 0 && write(Sync)\n      errored(error)\n      return true\n",
    "      query === q ? write(Sync) : sent.remove(q)\n      queryError(q, error)\n      return true\n",
  ],
  [
    "    const x = socket.write(chunk, fn)\n",
    "    if (!socket) {\n" +
      "      chunk = nextWriteTimer = null\n" +
      "      const closedError = Errors.connection('CONNECTION_CLOSED', options, socket)\n" +
      "      query && queryError(query, closedError)\n" +
      "      query = null\n" +
      "      while (sent.length)\n" +
      "        queryError(sent.shift(), closedError)\n" +
      "      return false\n" +
      "    }\n" +
      "    const x = socket.write(chunk, fn)\n",
  ],
  ["    clearImmediate(nextWriteTimer)\n", "    clearImmediate(nextWriteTimer)\n    chunk = nextWriteTimer = null\n"],
  [
    "    if (initial)\n      return reconnect()\n",
    "    if (initial) {\n      query = errorResponse = null\n      return reconnect()\n    }\n",
  ],
  [
    "    closedTime = performance.now()\n    hadError && options.shared.retries++\n",
    "    query = errorResponse = null\n    closedTime = performance.now()\n    hadError && options.shared.retries++\n",
  ],
];
const INDEX = [
  ["    let savepoints = 0\n      , connection\n", "    let savepoints = 0\n      , lost = null\n      , connection\n"],
  [
    "new Promise((_, reject) => connection.onclose = reject)",
    "new Promise((_, reject) => connection.onclose = e => {\n" +
      "          lost = e\n" +
      "          reject(e)\n" +
      "          while (queries.length)\n" +
      "            queries.shift().reject(e)\n" +
      "        })",
  ],
  [
    "        q.catch(e => uncaughtError || (uncaughtError = e))\n",
    "        q.catch(e => uncaughtError || (uncaughtError = e))\n        if (lost)\n          return q.reject(lost)\n",
  ],
];
const require = createRequire(import.meta.url);
const root = dirname(fileURLToPath(import.meta.resolve("postgres")));
for (const directory of [root, dirname(require.resolve("postgres"))]) {
  mend(join(directory, "connection.js"), CONNECTION, PACKAGE);
  mend(join(directory, "index.js"), INDEX, PACKAGE);
}
