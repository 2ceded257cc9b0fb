import { expect, test } from "@playwright/test";
import { parseEnv } from "@/env";

const S3 = { S3_ENDPOINT: "https://s3.example.test", S3_BUCKET: "mail", S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "secret" };

test("S3_* names a store, with the bucket in the path unless told otherwise", () => {
  expect(parseEnv({}).s3).toBeUndefined();
  expect(parseEnv(S3).s3).toEqual({
    endpoint: "https://s3.example.test",
    bucket: "mail",
    region: "us-east-1",
    accessKeyId: "id",
    secretAccessKey: "secret",
    pathStyle: true,
  });
  expect(parseEnv({ ...S3, S3_REGION: "auto", S3_PATH_STYLE: "0" }).s3).toMatchObject({ region: "auto", pathStyle: false });
});

test("half the address of an S3 store is refused, and the missing half named", () => {
  for (const name of Object.keys(S3)) expect(() => parseEnv({ ...S3, [name]: "" })).toThrow(new RegExp(`^${name}: `));
});

test("two blob stores at once are refused", () => {
  expect(() => parseEnv({ ...S3, BLOB_READ_WRITE_TOKEN: "token" })).toThrow("set one of the two");
});

test("a serverless platform takes either blob store, and not none", () => {
  const platform = {
    VERCEL: "1",
    DATABASE_URL: "postgres://db",
    INNGEST_EVENT_KEY: "key",
    MAILROOM_SECRET: "a secret of the tests, at least 32 characters long",
  };
  expect(() => parseEnv(platform)).toThrow("S3_*");
  expect(parseEnv({ ...platform, ...S3 }).serverless).toBe(true);
  expect(parseEnv({ ...platform, BLOB_READ_WRITE_TOKEN: "token" }).serverless).toBe(true);
});

test("Inngest's dev server is for one's own machine: a serverless platform refuses it, and 0 is as good as nothing", () => {
  const platform = { VERCEL: "1", DATABASE_URL: "postgres://db", INNGEST_EVENT_KEY: "key", BLOB_READ_WRITE_TOKEN: "token" };
  const secret = { MAILROOM_SECRET: "a secret of the tests, at least 32 characters long" };
  expect(() => parseEnv({ ...platform, ...secret, INNGEST_DEV: "1" })).toThrow("INNGEST_DEV: ");
  expect(parseEnv({ ...platform, ...secret, INNGEST_DEV: "0" }).INNGEST_DEV).toBeUndefined();
  expect([parseEnv({ INNGEST_DEV: "0" }).engine, parseEnv({ INNGEST_DEV: "1" }).engine]).toEqual(["embedded", "inngest"]);
});
