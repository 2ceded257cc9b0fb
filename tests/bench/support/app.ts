import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { closeDatabase, db } from "@/db/client";
import { startPostgres } from "@/db/embedded/postgres";
import { sources } from "@/db/schema";
import { forgetEnv } from "@/env";
import { readSecret } from "@/lib/inbound/queries";

const START_MS = 180_000;

export interface BenchApp {
  url: string;
  pid: number;
  source: { key: string; secret: string; workspaceId: string };
  /** Ends the app as an operator would and waits for it. */
  stop(): Promise<void>;
}

/**
 * Starts the built app as `npm start` does, on its own port and an empty data directory, and points this process at its
 * database and secret, so that the benchmark can look at what happened without asking the app.
 */
export async function startApp(port: number, variables: Record<string, string> = {}): Promise<BenchApp> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "mailroom-bench-"));
  // Postgres runs as another account when we are root.
  await chmod(dataDirectory, 0o755);
  const secret = "a secret of the benchmark, of 32 characters and more";
  const own = { MAILROOM_DATA: dataDirectory, MAILROOM_SECRET: secret, MAILROOM_DEMO: "0", MAILROOM_LOG: "error", PORT: String(port) };
  // The section before pointed this process at its own database.
  const { DATABASE_URL: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    env: { ...inherited, ...own, ...variables },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await closeDatabase();
    if (child.exitCode === null && child.kill("SIGTERM")) await once(child, "exit");
    await rm(dataDirectory, { recursive: true, force: true });
  };

  try {
    await answering(child, `${url}/api/health`);
    const { url: databaseUrl } = await startPostgres({ dataDirectory });
    Object.assign(process.env, own, { DATABASE_URL: databaseUrl });
    forgetEnv();
    return { url, pid: child.pid ?? 0, source: await firstSource(), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function answering(child: ChildProcess, url: string) {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(200)) {
    if (child.exitCode !== null) throw new Error(`the app ended with ${child.exitCode}`);
    const ok = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ok) return;
  }
  throw new Error(`${url} did not answer within ${START_MS} ms`);
}

/** Health is answered before the first start has made its workspace. */
async function firstSource() {
  for (const end = Date.now() + START_MS; Date.now() < end; await sleep(200)) {
    const [source] = await db.select().from(sources);
    const secret = source && (await readSecret(source.workspaceId, source.id));
    if (source && secret) return { key: source.key, secret, workspaceId: source.workspaceId };
  }
  throw new Error("the first start made no source");
}
