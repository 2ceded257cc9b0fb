import { findRepeats, type Repeats } from "./repeats";

/** Lines above a quote that may say who wrote it. */
const MAX_ATTRIBUTION_LINES = 3;
const MAX_ATTRIBUTION_CHARS = 300;
/** How such a line begins, in the languages mail clients speak. */
const OPENING =
  /^(?:on|am|le|el|il|em|op|den|dne|dnia|w dniu|på|kl|ke|pada|vào|tarihinde|в|от|на|в[іо]н|在|于|於|\d{4}[年/.-]|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,)/iu;
/** The header block that Outlook and its kin put above the mail they answer; all of the first line, in a row of dashes or underscores. */
const DIVIDER =
  /^[-_*\s>]{0,20}(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d['’]origine|message original|message transféré|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|původní zpráva|исходное сообщение|оригинално съобщение|元のメッセージ|原始邮件|原始郵件|원본 메시지|الرسالة الأصلية)[-_*\s]{0,20}:?$/iu;
const FROM =
  /^\*{0,2}(?:from|von|de|da|van|fra|från|lähettäjä|od|от|от кого|送信者|差出人|发件人|寄件者|보낸 ?사람|من)\s?[:：]\*{0,2}\s?\S/iu;
const DATE =
  /^\*{0,2}(?:sent|date|gesendet|datum|envoyé|le|enviado|fecha|data|inviato|verzonden|sendt|dato|skickat|lähetetty|wysłano|odesláno|отправлено|дата|送信日時|日付|发送时间|寄件日期|日期|보낸 ?날짜|تاريخ)(?:\s\S{1,12})?\s?[:：]\*{0,2}\s?\S/iu;
const SUBJECT =
  /^\*{0,2}(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|emne|ämne|aihe|temat|předmět|тема|件名|主题|主旨|제목|الموضوع)\s?[:：]/iu;
const HEADER_LINE = /^\*{0,2}\p{L}[\p{L} .'’-]{0,24}\s?[:：]\*{0,2}\s?\S/u;
/** A header block is this many lines at most; its three lines stand in it in any order. */
const MAX_BLOCK_LINES = 10;

export type FoldRule = "parent" | "quote-marks" | "divider" | "header-block" | "none";

export interface Fold {
  visible: string;
  /** What is shown on demand: always the end of the text. `visible + folded` is the text. */
  folded: string;
  rule: FoldRule;
}

/**
 * Finds the earlier mails at the end of a plain body, with the line that says who wrote them. A view, never a cut. Only what nothing
 * follows folds: answers between quotes stay open, and so does a mail that would show nothing. `parent` is the text of the mail it
 * answers, where we have it: what repeats that needs no other sign, and what is written below it is an answer.
 */
export function foldText(text: string, parent = ""): Fold {
  const lines = text.split(/(?<=\n)/);
  const repeats = parent === "" ? undefined : findRepeats(lines, parent);
  const [start, rule] = earliest([
    [repeatedStart(lines, repeats), "parent"],
    [dividerStart(lines), "divider"],
    [headerBlockStart(lines), "header-block"],
    [quoteStart(lines), "quote-marks"],
  ]);
  const visible = lines.slice(0, start).join("");
  if (rule === "none" || visible.trim() === "" || isAnsweredBelow(lines, start, repeats))
    return { visible: text, folded: "", rule: "none" };
  return { visible, folded: text.slice(visible.length), rule };
}

/** Where the mail it answers begins, with what stands above it to say so. */
function repeatedStart(lines: string[], repeats: Repeats | undefined): number | undefined {
  if (repeats?.start === undefined) return undefined;
  const above = headersAbove(lines, repeats.start);
  return above ?? attributionStart(lines, repeats.start);
}

// Lines of `Name: value`, three at least, with an address or a date among them: a header block in a language we need not know.
function headersAbove(lines: string[], start: number): number | undefined {
  let end = start;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end--;
  let first = end;
  while (first > 0 && end - first < MAX_BLOCK_LINES && HEADER_LINE.test((lines[first - 1] ?? "").slice(0, 500))) first--;
  const block = lines.slice(first, end).join("");
  return end - first >= 3 && /@|\d{1,4}[./:年-]\s?\d{1,2}|\d{4}/u.test(block) ? first : undefined;
}

// The mail itself is there, and below it something that is not: the sign above it was right, and its writer answered at the bottom.
function isAnsweredBelow(lines: string[], start: number, repeats: Repeats | undefined): boolean {
  if (!repeats || repeats.start !== undefined) return false;
  const said = lines.flatMap((line, at) => (at >= start && /[\p{L}\p{N}]/u.test(line) ? [at] : []));
  const last = said.at(-1);
  return last !== undefined && said.some((at) => repeats.repeated(at)) && !repeats.repeated(last) && !(lines[last] ?? "").startsWith(">");
}

function earliest(candidates: [start: number | undefined, rule: FoldRule][]): [start: number, rule: FoldRule] {
  let best: [number, FoldRule] = [Number.POSITIVE_INFINITY, "none"];
  for (const [start, rule] of candidates) if (start !== undefined && start < best[0]) best = [start, rule];
  return best;
}

/** The first line of the quotes that end the text. */
function quoteStart(lines: string[]): number | undefined {
  let first = lines.length;
  while (first > 0 && isQuoteOrBlank(lines[first - 1] ?? "")) first--;
  while (first < lines.length && (lines[first] ?? "").trim() === "") first++;
  return first < lines.length ? attributionStart(lines, first) : undefined;
}

// `On …, X wrote:` stands above, maybe broken over lines, maybe with a blank line in between.
function attributionStart(lines: string[], quote: number): number {
  let end = quote;
  while (end > 0 && (lines[end - 1] ?? "").trim() === "") end--;
  for (let start = end - 1; start >= 0 && start >= end - MAX_ATTRIBUTION_LINES; start--) {
    if ((lines[start] ?? "").trim() === "") break;
    const said = lines.slice(start, end).join(" ").trim();
    if (said.length > MAX_ATTRIBUTION_CHARS || !/[:：]$/.test(said)) break;
    // A sentence that ends in a colon is the writer's own, unless it names an address or a time.
    if (OPENING.test(said) && /[@<]|\d{1,4}[./:年-]\s?\d{1,2}|\d{4}/u.test(said)) return start;
  }
  const above = (lines[end - 1] ?? "").trim();
  return /[:：]$/.test(above) && /<[^<>\s]+@[^<>\s]+>/.test(above) && above.length <= MAX_ATTRIBUTION_CHARS ? end - 1 : quote;
}

function dividerStart(lines: string[]): number | undefined {
  const at = lines.findIndex((line) => line.length < 120 && DIVIDER.test(line.trim()));
  // A forwarded mail is what its sender wants read.
  if (at === -1 || /forward|weitergeleitet|transféré/i.test(lines[at] ?? "")) return undefined;
  return at;
}

// From, date and subject must all be there: a line that only says "Subject:" is somebody's sentence.
function headerBlockStart(lines: string[]): number | undefined {
  for (const [at, line] of lines.entries()) {
    if (line.length > 500 || !FROM.test(line.trim())) continue;
    const block: string[] = [];
    for (const next of lines.slice(at, at + MAX_BLOCK_LINES)) {
      if (next.trim() === "" || next.length > 500) break;
      block.push(next.trim());
    }
    if (!block.some((next) => DATE.test(next)) || !block.some((next) => SUBJECT.test(next))) continue;
    return /^[-_]{5,}\s*$/.test(lines[at - 1] ?? "") ? at - 1 : at;
  }
  return undefined;
}

function isQuoteOrBlank(line: string): boolean {
  return line.startsWith(">") || line.trim() === "";
}
