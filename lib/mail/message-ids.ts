import { MAX_REFERENCES } from "./email";

/** RFC 5322 §2.1.1: no line is longer, so no id is. */
export const MAX_ID_LENGTH = 998;
/** Characters of References that are read, of which the first hold the first id: enough for any thread. */
const MAX_REFERENCES_CHARS = 256 * 1024;

/** The mail's own id without brackets; null when it is missing or unusable. One that lacks one bracket or both is taken. */
export function readMessageId(value: string): string | null {
  const [first] = idsIn(value).found;
  if (first !== undefined) return normalise(first);
  const bare = value.trim().replace(/^<|>$/g, "");
  return /^[^\s<>,;:"()]+$/.test(bare) ? normalise(bare) : null;
}

/** The ids of a References header, once each in order: the first and the last fifty. `total` counts what was there. */
export function readReferences(value: string): { ids: string[]; total: number } {
  const ends = bothEnds(value);
  const { found } = idsIn(ends);
  const candidates = found.length > 0 ? found : ends.split(/[\s,]+/).filter((token) => /[^<]@[^>]/.test(token));
  const ids = unique(candidates);
  return { ids: ids.length > MAX_REFERENCES ? [...ids.slice(0, 1), ...ids.slice(1 - MAX_REFERENCES)] : ids, total: ids.length };
}

/**
 * The ids of an In-Reply-To header. Old mailers wrote prose there (`Your message of "Mon, 1 Feb" <id>`) or a person
 * (`message from Ann <ann@example.com>`): beside words an id without a digit is taken for a person, and an address of this
 * mail never is an id. Taking one for an id would join everything ever sent to that person.
 */
export function readInReplyTo(value: string, addresses: ReadonlySet<string> = new Set()): string[] {
  const { found, around } = idsIn(value.slice(0, MAX_REFERENCES_CHARS));
  if (found.length === 0) {
    const bare = value.trim();
    const id = /^[^\s<>,;:"()]+@[^\s<>,;:"()]+$/.test(bare) ? normalise(bare) : null;
    return id && !addresses.has(id.toLowerCase()) ? [id] : [];
  }
  const prose = /\S/.test(around.replace(/<[^<>]*>/g, "").replace(/[,;]/g, ""));
  const isPerson = (id: string) => addresses.has(id.toLowerCase()) || (prose && !/\d/.test(id.split("@")[0] ?? ""));
  return unique(found)
    .filter((id) => !isPerson(id))
    .slice(0, MAX_REFERENCES);
}

// The nearest ids stand last.
function bothEnds(value: string): string {
  if (value.length <= MAX_REFERENCES_CHARS) return value;
  return `${value.slice(0, MAX_ID_LENGTH + 2)} ${value.slice(MAX_ID_LENGTH + 2 - MAX_REFERENCES_CHARS).replace(/^[^\s<]*/, "")}`;
}

/** Ids outside comments, or in one where there are no others (`Ann's message of Monday (<id>)`), and the text they stand in. */
function idsIn(value: string): { found: string[]; around: string } {
  const around = withoutComments(value);
  const found = bracketed(around);
  return found.length > 0 || around === value ? { found, around } : { found: bracketed(value), around: value };
}

// A parenthesis inside an id is a part of it.
function withoutComments(value: string): string {
  if (!value.includes("(")) return value;
  let out = "";
  let depth = 0;
  let start = 0;
  let inId = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i] ?? "";
    if (depth > 0 && char === "\\") i++;
    else if (char === "(" && !inId) start = depth++ === 0 ? i : start;
    else if (char === ")" && depth > 0) depth--;
    else if (depth === 0) {
      inId = char === "<" || (inId && char !== ">");
      out += char;
    }
  }
  // What never closes is no comment.
  return depth > 0 ? out + value.slice(start) : out;
}

function bracketed(value: string): string[] {
  const ids: string[] = [];
  let open = -1;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (char === "<") {
      open = i + 1;
      i = endOfQuotedLocalPart(value, open) - 1;
    } else if (char === ">" && open >= 0) {
      ids.push(value.slice(open, i));
      open = -1;
    }
  }
  return ids;
}

// RFC 2822 §3.6.4 let a quoted string stand before the at sign, and brackets in it. Where none stands there: the same place.
function endOfQuotedLocalPart(value: string, start: number): number {
  if (value[start] !== '"') return start;
  const quoted = /^"(?:[^"\\]|\\.)*"(?=@)/s.exec(value.slice(start, start + MAX_ID_LENGTH));
  return start + (quoted?.[0].length ?? 0);
}

function unique(candidates: string[]): string[] {
  const ids = new Set<string>();
  for (const candidate of candidates) {
    const id = normalise(candidate);
    if (id) ids.add(id);
  }
  return [...ids];
}

// Folding puts white space into long ids, and cuts leave half a bracket; a quoted local part is the same id without its quotes. Case is kept (RFC 5322 §3.6.4).
function normalise(candidate: string): string | null {
  const id = candidate
    .replace(/[\p{White_Space}\p{Cc}<>]+/gu, "")
    .replace(/^"((?:[^"\\]|\\.)*)"@/, (_, local: string) => `${local.replace(/\\(.)/g, "$1")}@`)
    .replace(/^@+|@+$/g, "");
  return id === "" || id.length > MAX_ID_LENGTH ? null : id;
}
