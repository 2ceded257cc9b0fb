/** Names a sender's event id goes by at the top of its JSON, the surest first. */
const NAMES = ["event_id", "eventId", "id"];
const MAX_ID_CHARS = 256;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;

/**
 * The event id at the top level of a JSON object, or undefined. Only strings and whole numbers count, the first of a name.
 *
 * Scans the bytes instead of parsing them, for this happens to every mail on its way in: no recursion, long strings
 * skipped natively, nonsense ends the scan. Ask only about bytes whose signature was checked (I4).
 */
export function eventIdIn(json: Buffer): string | undefined {
  const found = new Map<string, string>();
  for (const [name, value] of members(json)) {
    const id = NAMES.includes(name) && !found.has(name) ? readId(value) : undefined;
    if (id === undefined) continue;
    if (name === NAMES[0]) return id;
    found.set(name, id);
  }
  return NAMES.map((name) => found.get(name)).find((id) => id !== undefined);
}

/** The members of the object at the top: the name, and the value's bytes as written. */
function* members(json: Buffer): Generator<[name: string, value: Buffer]> {
  let at = skipSpace(json, 0);
  if (json[at] !== OPEN_OBJECT) return;
  do {
    const name = skipSpace(json, at + 1);
    const nameEnd = endOfString(json, name);
    const colon = skipSpace(json, nameEnd);
    if (nameEnd === NOWHERE || json[colon] !== COLON) return;
    const value = skipSpace(json, colon + 1);
    const valueEnd = endOfValue(json, value);
    if (valueEnd === NOWHERE) return;
    yield [json.toString("latin1", name + 1, Math.min(nameEnd - 1, name + 20)), json.subarray(value, valueEnd)];
    at = skipSpace(json, valueEnd);
  } while (json[at] === COMMA);
}

function readId(value: Buffer): string | undefined {
  const text = value.toString("utf8", 0, MAX_ID_CHARS * 2);
  if (/^\d{1,20}$/.test(text)) return text;
  try {
    const id: unknown = JSON.parse(text);
    return typeof id === "string" && id.length > 0 && id.length <= MAX_ID_CHARS && !/\p{Cc}/u.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

// Each returns the place after what it skipped.
const NOWHERE = Number.POSITIVE_INFINITY;

function skipSpace(json: Buffer, from: number): number {
  let at = from;
  for (let byte = json[at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09; byte = json[at]) at++;
  return at;
}

function endOfString(json: Buffer, quote: number): number {
  if (json[quote] !== QUOTE) return NOWHERE;
  for (let at = json.indexOf(QUOTE, quote + 1); at >= 0; at = json.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (json[at - 1 - backslashes] === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return NOWHERE;
}

function endOfValue(json: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < json.length; at++) {
    const byte = json[at];
    if (byte === QUOTE) {
      at = endOfString(json, at) - 1;
      if (depth === 0) return at + 1;
    } else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    } else if (byte === COMMA && depth === 0) return at;
  }
  return NOWHERE;
}
