import { toByteString } from "@/lib/mail/mime/encoded-words";
import { type HeaderField, MAX_HEADER_FIELDS, readHeaderBlock } from "@/lib/mail/mime/header-block";
import { Fields, isObject } from "./fields";

/**
 * Header fields in whatever shape they come: a raw block, a map (values may be lists), or a list of pairs, of
 * `{name, value}` objects or of lines. Values are byte strings, as from a mail.
 */
export function readHeaders(value: unknown): HeaderField[] {
  if (typeof value === "string") return readHeaderBlock(Buffer.from(`${value.trimEnd()}\n\n`, "utf8")).fields;
  const pairs = Array.isArray(value) ? value.slice(0, MAX_HEADER_FIELDS).flatMap(fromEntry) : isObject(value) ? fromMap(value) : [];
  return pairs.slice(0, MAX_HEADER_FIELDS).flatMap(([name, text]) => toField(name, text));
}

function fromMap(map: Record<string, unknown>): [string, unknown][] {
  return Object.entries(map)
    .slice(0, MAX_HEADER_FIELDS)
    .flatMap(([name, value]): [string, unknown][] =>
      Array.isArray(value) ? value.map((one): [string, unknown] => [name, one]) : [[name, value]],
    );
}

function fromEntry(entry: unknown): [string, unknown][] {
  if (Array.isArray(entry)) return typeof entry[0] === "string" ? [[entry[0], entry[1]]] : [];
  if (typeof entry === "string")
    return readHeaders(entry).map(({ name, value }): [string, unknown] => [name, Buffer.from(value, "latin1").toString("utf8")]);
  if (!isObject(entry)) return [];
  const fields = new Fields(entry);
  const name = fields.text("name", "key", "header");
  if (name !== undefined) return [[name, fields.get("value", "values", "val")]];
  return Object.keys(entry).length === 1 ? fromMap(entry) : [];
}

function toField(name: string, value: unknown): HeaderField[] {
  if (!/^[!-9;-~]{1,200}$/.test(name)) return [];
  const text = isObject(value) ? new Fields(value).text("value", "text", "raw") : value;
  if (typeof text !== "string" && typeof text !== "number") return [];
  return [
    {
      name,
      value: toByteString(
        String(text)
          .replace(/[\r\n]+[ \t]*/g, " ")
          .trim(),
      ),
    },
  ];
}
