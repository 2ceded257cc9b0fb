import { MAX_REFERENCES } from "./email";

/** RFC 5322 §2.1.1: no line is longer, so no id is. */
export const MAX_ID_LENGTH = 998;
/** Ids looked at in one header: enough for any thread, and an end for a header made of brackets. */
const MAX_IDS_READ = 20_000;

/** The mail's own id without brackets; null when it is missing or unusable. A bare id without brackets is taken. */
export function readMessageId(value: string): string | null {
  const [first] = bracketed(value);
  if (first !== undefined) return normalise(first);
  const bare = value.trim();
  return /^[^\s<>,;:"()]+$/.test(bare) ? normalise(bare) : null;
}

/** The ids of a References header, once each in order: the first and the last fifty. `total` counts what was there. */
export function readReferences(value: string): { ids: string[]; total: number } {
  const found = bracketed(value);
  const candidates = found.length > 0 ? found : value.split(/[\s,]+/, MAX_IDS_READ).filter((token) => token.includes("@"));
  const ids = unique(candidates);
  return { ids: ids.length > MAX_REFERENCES ? [...ids.slice(0, 1), ...ids.slice(1 - MAX_REFERENCES)] : ids, total: ids.length };
}

/**
 * The ids of an In-Reply-To header. Old mailers wrote prose there (`Your message of "Mon, 1 Feb" <id>`) or a person
 * (`message from Ann <ann@example.com>`): beside words an id without a digit is taken for a person, and an address of this
 * mail never is an id. Taking one for an id would join everything ever sent to that person.
 */
export function readInReplyTo(value: string, addresses: ReadonlySet<string> = new Set()): string[] {
  const found = bracketed(value);
  if (found.length === 0) {
    const bare = value.trim();
    const id = /^[^\s<>,;:"()]+@[^\s<>,;:"()]+$/.test(bare) ? normalise(bare) : null;
    return id && !addresses.has(id.toLowerCase()) ? [id] : [];
  }
  const prose = /\S/.test(value.replace(/<[^<>]*>/g, "").replace(/[,;]/g, ""));
  const isPerson = (id: string) => addresses.has(id.toLowerCase()) || (prose && !/\d/.test(id.split("@")[0] ?? ""));
  return unique(found)
    .filter((id) => !isPerson(id))
    .slice(0, MAX_REFERENCES);
}

function bracketed(value: string): string[] {
  const ids: string[] = [];
  let open = -1;
  for (let i = 0; i < value.length && ids.length < MAX_IDS_READ; i++) {
    const char = value[i];
    if (char === "<") open = i + 1;
    else if (char === ">" && open >= 0) {
      ids.push(value.slice(open, i));
      open = -1;
    }
  }
  return ids;
}

function unique(candidates: string[]): string[] {
  const ids = new Set<string>();
  for (const candidate of candidates) {
    const id = normalise(candidate);
    if (id) ids.add(id);
  }
  return [...ids];
}

// Folding puts white space into long ids; a quoted local part is the same id without its quotes. Case is kept (RFC 5322 §3.6.4).
function normalise(candidate: string): string | null {
  const id = candidate
    .replace(/[\p{White_Space}\p{Cc}]+/gu, "")
    .replace(/^"([^"\\]*)"@/, "$1@")
    .replace(/^@|@$/g, "");
  return id === "" || id.length > MAX_ID_LENGTH ? null : id;
}
