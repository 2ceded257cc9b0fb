import type { ReadFile, Reading, ReadingDifference } from "@/db/schema";

/** Characters shown of a value that differs. */
const MAX_SHOWN = 240;
/** Characters shown before the first that differs. */
const LEAD = 40;

const FIELDS = [
  ...(["subject", "from", "sender", "replyTo", "to", "cc", "bcc", "claimedAt", "mid", "refs"] as const),
  ...(["text", "html", "snippet", "headers", "notes", "attachments"] as const),
] satisfies (keyof Reading)[];

/** What two readings of one mail say differently, each value cut to where they part. Empty when they agree. Pure. */
export function compareReadings(before: Reading, after: Reading): ReadingDifference[] {
  return FIELDS.flatMap((field) => {
    const [was, is] = [write(before, field), write(after, field)];
    return was === is ? [] : { field, ...excerpts(was, is) };
  });
}

function write(reading: Reading, field: keyof Reading): string {
  if (field === "attachments") return reading.attachments.map(nameFile).join("\n");
  const value = reading[field];
  // Keys of JSON that was in Postgres come in its order.
  return typeof value === "string" ? value : JSON.stringify(value, (_, one: unknown) => inOrder(one));
}

function nameFile({ blobId, filename, contentType, charset, contentId, inline, size }: ReadFile): string {
  return [
    filename ?? "(no name)",
    charset ? `${contentType} in ${charset}` : contentType,
    `${size} bytes`,
    ...(inline ? ["inline"] : []),
    contentId ?? "-",
    blobId,
  ].join(", ");
}

function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function excerpts(before: string, after: string) {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const from = Math.max(0, same - LEAD);
  const cut = (text: string) => {
    const lead = from > 0 ? "…" : "";
    return `${lead}${text.slice(from, from + MAX_SHOWN)}${text.length > from + MAX_SHOWN ? "…" : ""}`.toWellFormed();
  };
  return { before: cut(before), after: cut(after) };
}
