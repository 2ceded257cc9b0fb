import { jisToUtf8 } from "../charset-7bit";

/** Bytes of a header block that are kept; fields beyond are skipped. */
export const MAX_HEADER_BYTES = 256 * 1024;
/** Bytes kept of one field, so that no field leaves others without room. */
export const MAX_FIELD_BYTES = 192 * 1024;
export const MAX_HEADER_FIELDS = 2_000;
/** What a mail is shown and filed by. Where others have taken all the room, these have some of their own. */
const ESSENTIAL = /^(?:from|sender|reply-to|to|cc|subject|date|message-id|in-reply-to|references|content-[a-z-]{1,40})[ \t]{0,9}:/i;
const RESERVED_BYTES = 64 * 1024;
const RESERVED_FIELD_BYTES = 16 * 1024;
const RESERVED_FIELDS = 50;

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
/** RFC 5322 §3.6.8; the space before the colon is obsolete and still seen. */
const FIELD = /^[!-9;-~]{1,200}[ \t]{0,9}:/;
const MAX_NAME_BYTES = 210;
/** In which the name of a References field and its first id stand. */
const MAX_FIRST_ID_BYTES = 1_200;

/** Header fields in order. Values are byte strings (one character per byte), unfolded. */
export interface HeaderBlock {
  fields: HeaderField[];
  /** Where the body begins. */
  bodyStart: number;
  /** True when the block was longer than the limits. */
  cut: boolean;
}

export interface HeaderField {
  name: string;
  value: string;
}

/**
 * Reads the header block at the start of `bytes`. A first line `From …` (mbox) is skipped. A line that is no field and is
 * followed by one is skipped too; any other ends the headers, because it is the body of a sender that forgot the blank line.
 */
export function readHeaderBlock(bytes: Uint8Array, start = 0, end = bytes.length): HeaderBlock {
  const block: HeaderBlock = { fields: [], bodyStart: end, cut: false };
  const room: Room = { free: MAX_HEADER_BYTES, reserved: RESERVED_BYTES };
  /** Where the field begins whose lines are being read. */
  let open = -1;
  const close = (at: number) => {
    if (open >= 0) keepField(block, bytes.subarray(open, at), room);
    open = -1;
  };

  let at = start;
  for (let next = at; at < end; at = next) {
    next = lineEnd(bytes, at, end);
    if (isBlank(bytes, at, next)) {
      block.bodyStart = next;
      break;
    }
    if (open >= 0 && (bytes[at] === SPACE || bytes[at] === TAB)) continue;
    close(at);
    if (isField(bytes, at, next)) open = at;
    else if (!isMboxLine(bytes, at, next) && !isField(bytes, next, end)) {
      block.bodyStart = at;
      break;
    }
  }
  close(at);
  return block;
}

/** Bytes that may still be kept. */
interface Room {
  free: number;
  reserved: number;
}

/** Adds a field, or as much of it as there is room for. */
function keepField(block: HeaderBlock, field: Uint8Array, room: Room) {
  const essential = ESSENTIAL.test(readLine(field, 0, Math.min(MAX_NAME_BYTES, field.length)));
  const free = Math.min(field.length, room.free, MAX_FIELD_BYTES);
  const lent = essential ? Math.max(0, Math.min(field.length - free, room.reserved, RESERVED_FIELD_BYTES - free)) : 0;
  room.free -= free;
  room.reserved -= lent;
  const taken = free + lent;
  const full = block.fields.length >= MAX_HEADER_FIELDS + (essential ? RESERVED_FIELDS : 0);
  if (full || taken < field.length) block.cut = true;
  if (!full && taken > 0) addField(block, taken < field.length ? cutField(field, taken) : unfold(field));
}

/** The beginning of a field that is too long. Of References its last ids are kept beside the first: those are the nearest. */
function cutField(field: Uint8Array, room: number): string {
  const start = unfold(field.subarray(0, Math.min(room, MAX_FIRST_ID_BYTES)));
  const first = /^references[ \t]{0,9}:[^<>]*(?:<[^<>]*>)?/i.exec(start)?.[0];
  if (first === undefined) return unfold(field.subarray(0, room));
  const rest = unfold(field.subarray(field.length - Math.max(0, room - MAX_FIRST_ID_BYTES)));
  // The cut may go through an id.
  return `${first} ${rest.slice(Math.max(0, rest.search(/[ \t<]/)))}`;
}

function isField(bytes: Uint8Array, at: number, end: number): boolean {
  return FIELD.test(readLine(bytes, at, Math.min(at + MAX_NAME_BYTES, end)));
}

function isMboxLine(bytes: Uint8Array, at: number, next: number): boolean {
  return /^>?From /.test(readLine(bytes, at, Math.min(at + MAX_NAME_BYTES, next)));
}

/** The first field of a name: later copies must not change how a mail is read. `name` in lower case. */
export function findField(fields: HeaderField[], name: string): HeaderField | undefined {
  return fields.find((field) => field.name.toLowerCase() === name);
}

/** The value of the first field of a name, a byte string. */
export function findValue(fields: HeaderField[], name: string): string | undefined {
  return findField(fields, name)?.value;
}

function addField(block: HeaderBlock, unfolded: string) {
  const colon = unfolded.indexOf(":");
  // A bare CR is no line break in a header, and must not become one when the value is written out again.
  const value = unfolded.slice(colon + 1).replaceAll("\r", " ");
  block.fields.push({ name: unfolded.slice(0, colon).trim(), value: jisToUtf8(trimBlanks(value)) });
}

/** The position after the line feed that ends the line at `at`. */
function lineEnd(bytes: Uint8Array, at: number, end: number): number {
  // Not `indexOf(LF, at)`: without a line feed before `end` that would read on to the end of the mail, once per part.
  const feed = bytes.subarray(at, end).indexOf(LF);
  return feed === -1 ? end : at + feed + 1;
}

function unfold(field: Uint8Array): string {
  return toByteString(field).replace(/\r?\n/g, "");
}

function toByteString(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

function readLine(bytes: Uint8Array, at: number, next: number): string {
  let end = next;
  if (end > at && bytes[end - 1] === LF) end--;
  if (end > at && bytes[end - 1] === CR) end--;
  return toByteString(bytes.subarray(at, Math.max(at, end)));
}

function isBlank(bytes: Uint8Array, at: number, next: number): boolean {
  return next - at === 1 ? bytes[at] === LF : next - at === 2 && bytes[at] === CR && bytes[at + 1] === LF;
}

/** Without white space at its ends. Not `trim`: of a byte string that takes the last byte of "à" too. */
export function trimBlanks(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && isBlankChar(value[start])) start++;
  while (end > start && isBlankChar(value[end - 1])) end--;
  return value.slice(start, end);
}

function isBlankChar(char: string | undefined): boolean {
  return char === " " || char === "\t" || char === "\r" || char === "\n";
}
