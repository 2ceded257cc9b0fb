import { randomBytes } from "node:crypto";
import { mkdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { writeOnce } from "@/db/embedded/write-once";
import { EnvError } from "@/env";

/**
 * The installation's key: made at the very first start, readable by its owner only, and the same ever after. A data directory
 * whose database is older than its key is refused: a second key could not read what the first one encrypted.
 */
export async function loadSecret(dataDirectory: string): Promise<string> {
  const file = join(dataDirectory, "secret");
  const known = await readFile(file, "utf8").catch(() => "");
  if (known) return known.trim();

  if (await stat(join(dataDirectory, "postgres.json")).catch(() => undefined))
    throw new EnvError(`MAILROOM_SECRET: ${file} is missing, and the database beside it needs that key; bring it back or set the variable`);

  await mkdir(dataDirectory, { recursive: true });
  return (await writeOnce(file, `${randomBytes(48).toString("base64url")}\n`)).trim();
}
