import { type ChildProcess, execFileSync, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";

const PEERS = "tests/bench/peers";

export interface BenchServer {
  name: string;
  port: number;
  path: string;
  /** Of its processes; those below them count too. */
  pids: number[];
  stop(): Promise<void>;
}

/** The peers are no dependency of the product: their packages are fetched when they are first measured. */
export function installPeers() {
  // Not `npm ci`: a registry that serves only some platforms makes a lock it then refuses.
  if (!existsSync(join(PEERS, "node_modules")))
    execFileSync("npm", ["install", "--no-audit", "--no-fund"], { cwd: PEERS, stdio: "inherit" });
}

/** node:http, HMAC, one committed insert each, in a database of its own on the same Postgres. */
export async function startBare(port: number, secret: string, postgresUrl: string, postgresPid: number): Promise<BenchServer> {
  const sql = postgres(postgresUrl, { max: 1 });
  await sql`create database bare`;
  await sql.end();
  const child = await startPeer("bare.mjs", { PORT: String(port), SECRET: secret, DATABASE_URL: new URL("/bare", postgresUrl).href });
  return { name: "node:http + insert", port, path: "/hook", pids: [pidOf(child), postgresPid], stop: () => stopChild(child) };
}

/** Express 5, HMAC, SET NX, BullMQ with the body, on a Redis of its own with its log flushed every second. Undefined without Redis. */
export async function startExpress(port: number, secret: string): Promise<BenchServer | undefined> {
  const redisPort = port + 1;
  const folder = await mkdtemp(join(tmpdir(), "mailroom-bench-redis-"));
  const redis = await startRedis(redisPort, folder);
  if (!redis) return undefined;
  const child = await startPeer("express.mjs", { PORT: String(port), SECRET: secret, REDIS_PORT: String(redisPort) });
  return {
    name: "Express + BullMQ",
    port,
    path: "/hook",
    pids: [pidOf(child), pidOf(redis)],
    async stop() {
      await stopChild(child);
      await stopChild(redis);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function startRedis(port: number, folder: string): Promise<ChildProcess | undefined> {
  const durable = ["--appendonly", "yes", "--appendfsync", "everysec", "--save", ""];
  const redis = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--dir", folder, ...durable], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve) => {
    redis.once("error", () => resolve(undefined));
    redis.stdout?.on("data", (line: Buffer) => {
      if (line.includes("Ready to accept connections")) resolve(redis);
    });
  });
}

async function startPeer(file: string, variables: Record<string, string>): Promise<ChildProcess> {
  const child = fork(join(PEERS, file), { env: { ...process.env, NODE_ENV: "production", ...variables }, execArgv: [] });
  await once(child, "message");
  return child;
}

async function stopChild(child: ChildProcess) {
  child.kill("SIGTERM");
  await once(child, "exit");
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error("a server did not start");
  return pid;
}
