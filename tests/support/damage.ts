import fc from "fast-check";

// Damage to a mail that knows what a mail is made of. Numbers are places: each is taken modulo what there is.

const LABELS = ["utf-7", "utf-16", "utf-32", "iso-2022-jp", "iso-2022-kr", "hz-gb-2312", "gb18030", "x-made-up", "", '"', "utf-8*en"];
const ENCODINGS = ["base64", "quoted-printable", "x-uuencode", "8bit", "base64; x", ""];
const TYPES = [
  "multipart/mixed",
  "multipart/alternative",
  "multipart/digest",
  "multipart/related",
  "message/rfc822",
  "text/html",
  "image/png",
  "/",
];
const FIELDS = [
  'Content-Type: multipart/mixed; boundary="b"',
  "Content-Type: text/plain; format=flowed; delsp=yes",
  "Content-Disposition: attachment; filename*0*=utf-8''%0a%00; filename*1=x",
  "From: =?utf-8?B?DQpCY2M6IHg=?= <a@b.test>, (",
  'To: g: a@b.test, "b" <c@d.test>;',
  "Subject: =?utf-16?B?AAoAAA==?= \u202e=?utf-8?Q?=0D=0A=00?=",
  "Message-ID: =?utf-8?Q?=3Ca=00b=0A@x=3E?=",
  "References: <a@b> (<c@d>) <",
  "Date: 31 Dec 9999 23:59:59 -1400",
  "no field",
  " continued",
  "X:",
];
const SCRAPS = [
  "\0",
  "\r",
  "\n",
  "\r\n\r\n",
  "\x0b",
  "\x1b$B",
  "\xff",
  "\xef\xbb\xbf",
  "=",
  "=?",
  "?=",
  '"',
  "(",
  "\\",
  "<",
  "--",
  "=00",
  "%00",
  ";",
  "+AAA",
];

const place = fc.nat(100_000);
const step = fc.oneof(
  fc.record({ do: fc.constant("splice" as const), from: place, lines: fc.nat(40), at: place, other: place }),
  fc.record({ do: fc.constant("repeat" as const), from: place, lines: fc.nat(20), at: place, times: fc.nat(3) }),
  fc.record({ do: fc.constant("drop" as const), from: place, lines: fc.nat(20) }),
  fc.record({ do: fc.constant("swap" as const), from: place, at: place }),
  fc.record({ do: fc.constant("cut" as const), at: place }),
  fc.record({ do: fc.constant("flip" as const), at: place, byte: fc.nat(255) }),
  fc.record({ do: fc.constant("insert" as const), at: place, scrap: fc.constantFrom(...SCRAPS) }),
  fc.record({ do: fc.constant("field" as const), at: place, field: fc.constantFrom(...FIELDS) }),
  fc.record({ do: fc.constant("stretch" as const), from: place, times: fc.nat(400) }),
  fc.record({ do: fc.constant("charset" as const), at: place, label: fc.constantFrom(...LABELS) }),
  fc.record({ do: fc.constant("encoding" as const), at: place, name: fc.constantFrom(...ENCODINGS) }),
  fc.record({ do: fc.constant("type" as const), at: place, name: fc.constantFrom(...TYPES) }),
  fc.record({ do: fc.constant("boundary" as const), from: place, at: place }),
  fc.record({ do: fc.constant("nest" as const), at: place, as: fc.constantFrom("multipart/mixed", "multipart/digest", "message/rfc822") }),
  fc.record({ do: fc.constant("lineEnds" as const), end: fc.constantFrom("\n", "\r", "\r\r\n", "\n\r") }),
);
export type Damage = typeof step extends fc.Arbitrary<infer One> ? One : never;

export const damages = fc.array(step, { minLength: 1, maxLength: 8 });

/** Longer results are cut: what grows is tested elsewhere. */
const MAX_LENGTH = 200_000;

/** Does each damage in turn to one of the mails, which are byte strings. */
export function damaged(mails: string[], which: number, list: Damage[]): string {
  let mail = pick(mails, which);
  for (const one of list) mail = apply(one, mail, mails).slice(0, MAX_LENGTH);
  return mail;
}

function apply(damage: Damage, mail: string, mails: string[]): string {
  const lines = mail.split(/(?<=\n)/);
  const line = (at: number) => at % Math.max(1, lines.length);
  const at = (place: number) => place % (mail.length + 1);
  switch (damage.do) {
    case "splice": {
      const other = pick(mails, damage.other).split(/(?<=\n)/);
      const from = damage.from % other.length;
      return lines.toSpliced(line(damage.at), 0, ...other.slice(from, from + damage.lines)).join("");
    }
    case "repeat": {
      const piece = lines.slice(line(damage.from), line(damage.from) + damage.lines);
      return lines.toSpliced(line(damage.at), 0, ...Array<string[]>(damage.times).fill(piece).flat()).join("");
    }
    case "drop":
      return lines.toSpliced(line(damage.from), damage.lines).join("");
    case "swap": {
      const [one = "", other = ""] = [lines[line(damage.from)], lines[line(damage.at)]];
      return lines.with(line(damage.from), other).with(line(damage.at), one).join("");
    }
    case "cut":
      return mail.slice(0, at(damage.at));
    case "flip":
      return mail.slice(0, at(damage.at)) + String.fromCharCode(damage.byte) + mail.slice(at(damage.at) + 1);
    case "insert":
      return mail.slice(0, at(damage.at)) + damage.scrap + mail.slice(at(damage.at));
    case "field":
      return lines.toSpliced(line(damage.at), 0, `${Buffer.from(damage.field).toString("latin1")}\r\n`).join("");
    case "stretch":
      return lines.with(line(damage.from), (lines[line(damage.from)] ?? "").trimEnd().repeat(damage.times)).join("");
    case "charset":
      return replaceOne(mail, /charset="?[\w-]*"?/gi, damage.at, `charset=${damage.label}`);
    case "encoding":
      return replaceOne(mail, /Content-Transfer-Encoding: *[\w-]*/gi, damage.at, `Content-Transfer-Encoding: ${damage.name}`);
    case "type":
      return replaceOne(mail, /Content-Type: *[\w-]*\/[\w-]*/gi, damage.at, `Content-Type: ${damage.name}`);
    case "boundary": {
      const all = mail.match(/boundary="?[^";\s]*"?/gi) ?? [];
      return replaceOne(mail, /boundary="?[^";\s]*"?/gi, damage.at, all[damage.from % all.length] ?? "");
    }
    case "nest": {
      const boundaries = [...(mail.match(/(?<=boundary="?)[^";\s]+/gi) ?? []), "b"];
      const boundary = boundaries[damage.at % boundaries.length];
      const head = "From: ana@x.test\r\nSubject: outer\r\n";
      if (damage.as === "message/rfc822") return `${head}Content-Type: message/rfc822\r\n\r\n${mail}`;
      return `${head}Content-Type: ${damage.as}; boundary="${boundary}"\r\n\r\n--${boundary}\r\n${mail}\r\n--${boundary}--\r\n`;
    }
    case "lineEnds":
      return mail.replace(/\r?\n/g, damage.end);
  }
}

function pick(mails: string[], which: number): string {
  return mails[which % mails.length] ?? "";
}

function replaceOne(mail: string, pattern: RegExp, which: number, text: string): string {
  const found = [...mail.matchAll(pattern)];
  const match = found[which % found.length];
  return match ? mail.slice(0, match.index) + text + mail.slice(match.index + match[0].length) : mail;
}
