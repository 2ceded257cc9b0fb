const LF = 0x0a;
const CR = 0x0d;
/** Where the line ends of a mail are found out, and its first fields. */
const HEAD_BYTES = 64 * 1024;
const FIRST_FIELD =
  /^(?:[ \t]{0,99}\r?\n){1,99}(?=(?:from|to|cc|subject|date|sender|reply-to|message-id|received|return-path|delivered-to|mime-version|content-type|dkim-signature|arc-seal|x-[\w-]{1,99})[ \t]{0,9}:)/i;

/**
 * A mail as it was before a transport, a file or a template put something around its lines: the byte order mark and blank lines in
 * front of the header go, line ends of old Macs (CR) and of gateways that end lines twice (CR CR LF) become plain ones.
 */
export function straighten(bytes: Uint8Array): Uint8Array {
  return withLineFeeds(withoutFront(bytes));
}

function withoutFront(bytes: Uint8Array): Uint8Array {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  const blank = FIRST_FIELD.exec(Buffer.from(marked.subarray(0, HEAD_BYTES)).toString("latin1"));
  return blank ? marked.subarray(blank[0].length) : marked;
}

function withLineFeeds(bytes: Uint8Array): Uint8Array {
  const head = bytes.subarray(0, HEAD_BYTES);
  const feed = head.indexOf(LF);
  if (feed === -1) return head.includes(CR) ? bytes.map((byte) => (byte === CR ? LF : byte)) : bytes;
  return head[feed - 1] === CR && head[feed - 2] === CR ? withoutDoubledReturns(bytes) : bytes;
}

function withoutDoubledReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => byte !== CR || bytes[at + 1] !== CR || bytes[at + 2] !== LF);
}
