import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { z } from "zod";
import { type Account, isReachable } from "./account";
import { writeOnce } from "./write-once";

/** Where root keeps a database whose data directory lies where Postgres's account cannot go. */
const SYSTEM_DIRECTORY = "/var/lib/mailroom";

const settled = z.object({
  /** Kept between starts, so that an address somebody wrote down stays right. */
  port: z.number().int().optional(),
  /** Any account of the machine can reach a loopback port: only this keeps them out. */
  password: z.string(),
  /** Holds the cluster when the data directory cannot. */
  elsewhere: z.string().optional(),
});

/** What an installation settled about its database at the first start. */
export type Settled = z.infer<typeof settled>;

/** Paths of one embedded database. */
export interface Place {
  /** Holds the cluster, its log and, if need be, a copy of the programs. */
  base: string;
  /** Postgres's own data directory (PGDATA). */
  cluster: string;
  log: string;
  /** Undefined before the first start. */
  settled: Settled | undefined;
  settle(settled: Settled): Promise<void>;
  /** The password of the cluster that is about to be made; of two first starts at once, the one that came first chose it. */
  choosePassword(password: string): Promise<string>;
}

/** Finds or makes the place for the database of `dataDirectory`; `say` hears when it cannot be inside. */
export async function findPlace(dataDirectory: string, account: Account | undefined, say: (line: string) => void): Promise<Place> {
  const home = resolve(dataDirectory);
  await makeOpenDirectory(home);
  const file = join(home, "postgres.json");
  const known = await readFile(file, "utf8").then(
    (text) => settled.parse(JSON.parse(text)),
    () => undefined,
  );

  const base = known?.elsewhere ?? ((await isReachable(home, account)) ? home : await makeSystemPlace(home));
  if (base !== home) say(`${home} is closed to the account Postgres runs under (nobody): the database is in ${base} instead`);

  const asText = (value: Settled) => `${JSON.stringify(base === home ? value : { ...value, elsewhere: base }, null, 2)}\n`;

  return {
    base,
    cluster: join(base, "postgres"),
    log: join(base, "postgres.log"),
    settled: known,
    async settle(value) {
      const draft = `${file}.${randomUUID()}`;
      await writeFile(draft, asText(value), { mode: 0o600 });
      await rename(draft, file);
    },
    async choosePassword(password) {
      return known?.password ?? settled.parse(JSON.parse(await writeOnce(file, asText({ password })))).password;
    },
  };
}

/** Named after the data directory, so that two checkouts never share a database. */
async function makeSystemPlace(home: string): Promise<string> {
  const base = join(SYSTEM_DIRECTORY, createHash("sha256").update(home).digest("hex").slice(0, 16));
  await makeOpenDirectory(SYSTEM_DIRECTORY);
  await makeOpenDirectory(base);
  return base;
}

/** Everybody may enter, whatever our umask: Postgres's account has to. An existing directory's mode is its owner's choice. */
async function makeOpenDirectory(path: string) {
  const first = await mkdir(path, { recursive: true });
  if (first !== undefined) await chmod(path, 0o755);
}
