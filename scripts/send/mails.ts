import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { sampleMail } from "@/lib/operations/sample";
import type { Post } from "@/lib/operations/sender";
import { Refused } from "../mailroom/errors";
import { uniqueEvent, uniqueMail } from "./unique";

/** Makes the mail to post, a new one at every call when `many`. A file that is sent once goes out byte for byte. */
export type NextMail = () => Post;

export async function mailsFrom(file: string | undefined, many: boolean): Promise<NextMail> {
  if (file === undefined) return () => sampleMail("sample@mailroom.localhost", new Date());

  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Refused(error.code === "ENOENT" ? `there is no file ${file}` : `${file} cannot be read: ${error.message}`);
  });
  const isJson = extname(file).toLowerCase() === ".json";
  const contentType = isJson ? "application/json" : "message/rfc822";
  if (!many) return () => ({ id: randomUUID(), contentType, body: bytes });

  const vary = isJson ? varyEvent(parse(bytes, file)) : (mark: string) => uniqueMail(bytes, mark);
  return () => {
    const id = randomUUID();
    return { id, contentType, body: vary(id) };
  };
}

function varyEvent(event: unknown) {
  return (mark: string) => Buffer.from(JSON.stringify(uniqueEvent(event, mark)));
}

function parse(bytes: Buffer, file: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Refused(`${file} is not JSON`);
  }
}
