import { z } from "zod";

const MEGABYTE = 1024 * 1024;

const optional = z.preprocess((value) => (value === "" ? undefined : value), z.string().optional());
const flag = z.preprocess((value) => value !== undefined && value !== "" && value !== "0" && value !== "false", z.boolean());
const whole = (fallback: number) =>
  z.preprocess((value) => (value === "" ? undefined : value), z.coerce.number().int().min(0).default(fallback));

const variables = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
  /** Port to listen on; the first free one from 3000 when unset. */
  PORT: z.preprocess((value) => (value === "" ? undefined : value), z.coerce.number().int().min(0).max(65_535).optional()),
  /** Address to listen on. The default is reached from this machine only. */
  HOST: z.preprocess((value) => value || undefined, z.string().default("127.0.0.1")),
  /** Public address of this installation, without a trailing slash: links and the endpoint people copy are built on it. */
  MAILROOM_URL: z.preprocess((value) => (value === "" ? undefined : value), z.url({ protocol: /^https?$/ }).optional()),
  /** Data directory: embedded database, blobs, generated secret. */
  MAILROOM_DATA: z.preprocess((value) => value || undefined, z.string().default(".mailroom")),
  /** Encrypts webhook secrets, signs sessions and engine calls. Generated into the data directory by `npm start`. */
  MAILROOM_SECRET: z.preprocess((value) => (value === "" ? undefined : value), z.string().min(32).optional()),
  /** E-mail address of the owner account that the first start creates. */
  MAILROOM_OWNER_EMAIL: z.preprocess((value) => value || undefined, z.email().default("owner@mailroom.localhost")),
  /** `0` starts empty instead of with the demo workspace. */
  MAILROOM_DEMO: z.preprocess((value) => (value === undefined || value === "" ? true : value !== "0" && value !== "false"), z.boolean()),
  /** Largest webhook body in bytes when a source sets none. */
  MAILROOM_MAX_BODY_BYTES: whole(40 * MEGABYTE),
  /** Accepted but unfinished deliveries after which the door answers 429. */
  MAILROOM_MAX_BACKLOG: whole(50_000),
  /** Whoever sends it as a bearer token reads `/api/metrics`; unset, nobody does. */
  MAILROOM_METRICS_TOKEN: z.preprocess((value) => (value === "" ? undefined : value), z.string().min(16).optional()),
  /** Days that the embedded engine keeps what it says about completed runs, and about failed and cancelled ones. */
  MAILROOM_KEEP_COMPLETED_DAYS: whole(3),
  MAILROOM_KEEP_FAILED_DAYS: whole(30),
  /** `trace` | `info` | `error` | `silent` */
  MAILROOM_LOG: z.enum(["trace", "info", "error", "silent"]).default("info"),
  /** Hosts (with a port unless it is the scheme's own), separated by commas, whose images mails may show from inside our network. */
  MAILROOM_IMAGE_HOSTS: z.preprocess(
    (value) =>
      String(value ?? "")
        .split(",")
        .map((host) => host.trim())
        .filter(Boolean),
    z.array(z.string()),
  ),
  /** Shows `/dev/render`, a page for looking at any HTML in the frame that mail is shown in. */
  MAILROOM_DEV: flag,
  DATABASE_URL: optional,
  /** Direct (not pooled) connection for LISTEN and advisory locks; `DATABASE_URL` when unset. */
  DATABASE_URL_DIRECT: optional,
  INNGEST_ENGINE: z.preprocess((value) => value || undefined, z.enum(["embedded", "inngest"]).optional()),
  INNGEST_EVENT_KEY: optional,
  INNGEST_SIGNING_KEY: optional,
  INNGEST_BASE_URL: optional,
  /** `1` or an address: Inngest's dev server, which is to call by a `devServerAddress`. `0` is as good as nothing. */
  INNGEST_DEV: z.preprocess((value) => (value === "0" || value === "false" || value === "" ? undefined : value), z.string().optional()),
  /** `0` drives functions step by step instead of in checkpoint mode. */
  INNGEST_EMBEDDED_CHECKPOINT: z.preprocess((value) => value !== "0", z.boolean()),
  BLOB_READ_WRITE_TOKEN: optional,
  /** An S3-compatible store, as `https://s3.eu-central-1.amazonaws.com`. */
  S3_ENDPOINT: z.preprocess((value) => (value === "" ? undefined : value), z.url({ protocol: /^https?$/ }).optional()),
  S3_BUCKET: optional,
  S3_REGION: z.preprocess((value) => value || undefined, z.string().default("us-east-1")),
  S3_ACCESS_KEY_ID: optional,
  S3_SECRET_ACCESS_KEY: optional,
  /** `0` puts the bucket in front of the host name instead of in the path. */
  S3_PATH_STYLE: z.preprocess((value) => value !== "0" && value !== "false", z.boolean()),
  /** A clamd that scans attachments for viruses, as `tcp://127.0.0.1:3310`. */
  CLAMD_URL: z.preprocess((value) => (value === "" ? undefined : value), z.url({ protocol: /^tcp$/ }).optional()),
  /** Set by the platform. */
  VERCEL: flag,
  AWS_LAMBDA_FUNCTION_NAME: optional,
  /** Set by server.ts for the code that runs inside its process: its own loopback origin. */
  MAILROOM_LOOPBACK_URL: optional,
});

export type Env = z.infer<typeof variables> & {
  /** Which engine runs the jobs: ours, or whatever the `INNGEST_*` variables name. */
  engine: "embedded" | "inngest";
  /** No long-lived process and no durable disk. */
  serverless: boolean;
  /** The S3-compatible store that `S3_*` names. */
  s3: S3Options | undefined;
};

export interface S3Options {
  /** `https://s3.eu-central-1.amazonaws.com`, or that of any store that speaks the protocol. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** The bucket in the path; otherwise in front of the host name. */
  pathStyle: boolean;
}

/** A start that must not go on. `message` is one sentence that says what to set. */
export class EnvError extends Error {
  override name = "EnvError";
}

/** Parses the environment. Throws an `EnvError` that names the first wrong variable. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = variables.safeParse(source);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EnvError(`${issue?.path.join(".") ?? "environment"}: ${issue?.message ?? "is not valid"}`);
  }

  const env = parsed.data;
  const named = env.INNGEST_EVENT_KEY ?? env.INNGEST_SIGNING_KEY ?? env.INNGEST_BASE_URL ?? env.INNGEST_DEV;
  const engine = env.INNGEST_ENGINE ?? (named ? "inngest" : "embedded");
  const serverless = env.VERCEL || env.AWS_LAMBDA_FUNCTION_NAME !== undefined;

  const s3 = s3Of(env);
  if (serverless) refuseOnServerless(env, engine, s3);
  return { ...env, engine, serverless, s3 };
}

/** All of it, or none: half an address of a store is a mistake, and so are two stores. */
function s3Of(env: z.infer<typeof variables>): S3Options | undefined {
  const { S3_ENDPOINT: endpoint, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (!endpoint && !bucket && !accessKeyId && !secretAccessKey) return undefined;
  if (env.BLOB_READ_WRITE_TOKEN) throw new EnvError("BLOB_READ_WRITE_TOKEN: S3_* names another blob store; set one of the two");
  if (!endpoint) throw new EnvError("S3_ENDPOINT: set it to the address of the store that the other S3_* variables are for");
  if (!bucket) throw new EnvError("S3_BUCKET: set it to the name of a private bucket");
  if (!accessKeyId) throw new EnvError("S3_ACCESS_KEY_ID: set it to a key that may read, write, list and delete in the bucket");
  if (!secretAccessKey) throw new EnvError("S3_SECRET_ACCESS_KEY: set it to the secret that belongs to S3_ACCESS_KEY_ID");
  return { endpoint, bucket, accessKeyId, secretAccessKey, region: env.S3_REGION, pathStyle: env.S3_PATH_STYLE };
}

function refuseOnServerless(env: z.infer<typeof variables>, engine: Env["engine"], s3: S3Options | undefined) {
  if (env.INNGEST_DEV)
    throw new EnvError("INNGEST_DEV: Inngest's dev server does not sign its calls; leave it out where strangers can call");
  if (!env.DATABASE_URL)
    throw new EnvError("DATABASE_URL: the embedded database needs a disk and a process that stays; set it to a Postgres address");
  if (engine === "embedded")
    throw new EnvError(
      "INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY: the embedded engine needs a process that stays; set both to the keys of your Inngest app",
    );
  if (!env.BLOB_READ_WRITE_TOKEN && !s3)
    throw new EnvError("BLOB_READ_WRITE_TOKEN: files on this disk vanish; set it to the token of a private Vercel Blob store, or S3_*");
  if (!env.MAILROOM_SECRET) throw new EnvError("MAILROOM_SECRET: set it to at least 32 random characters");
}

/** Throws an `EnvError` if pages are served by something else than server.ts and lack what server.ts would have brought. */
export function refuseWithoutServer({ DATABASE_URL, MAILROOM_SECRET, engine }: Env) {
  if (!DATABASE_URL)
    throw new EnvError("DATABASE_URL: set it to a Postgres address, or start with `npm start`, which brings the embedded database");
  if (engine === "embedded")
    throw new EnvError(
      "INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY: set both to the keys of your Inngest app, or start with `npm start`, which brings the embedded engine",
    );
  if (!MAILROOM_SECRET) throw new EnvError("MAILROOM_SECRET: set it to at least 32 random characters, or start with `npm start`");
}

let cached: Env | undefined;

/** The environment of this process, parsed at first use: server.ts completes it (database, secret) before anything asks. */
export function env(): Env {
  cached ??= parseEnv(process.env);
  return cached;
}

/** For server.ts and tests, which set variables and then need them read again. */
export function forgetEnv() {
  cached = undefined;
}

/** The installation's key. Never generated here: a key made twice would lock everybody out. */
export function secretKey(): string {
  const { MAILROOM_SECRET } = env();
  if (!MAILROOM_SECRET)
    throw new EnvError("MAILROOM_SECRET: set it to at least 32 random characters (`npm start` generates one by itself)");
  return MAILROOM_SECRET;
}
