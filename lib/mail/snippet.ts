import type { Email } from "./email";
import { htmlToText } from "./html-text";

export const MAX_SNIPPET_CHARS = 140;
/** What is looked at for a snippet: quotes may stand before the first words. */
const MAX_LOOK_CHARS = 16_000;
const ATTRIBUTION =
  /^(?:on|am|le|el|il|em|op|den|dne|w dniu|在|于)\s.{0,200}(?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|napsal|写道|寫道)\s?[:：]$/iu;
const ORIGINAL =
  /^[-_\s]{2,}\s?(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|元のメッセージ|原始邮件)/iu;

/** The first words of a mail, for the list: one line, no quotes, no signature, at most `MAX_SNIPPET_CHARS`. */
export function snippetOf(email: Pick<Email, "text" | "html">): string {
  const fromText = email.text?.trim() ? firstWords(email.text.slice(0, MAX_LOOK_CHARS)) : "";
  if (fromText || !email.html) return fromText;
  return clip(htmlToText(email.html, { limit: 2_000, skipQuotes: true })) || clip(htmlToText(email.html, { limit: 2_000 }));
}

function firstWords(text: string): string {
  const kept: string[] = [];
  let length = 0;
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim();
    if (words === "--" || ORIGINAL.test(words)) break;
    if (words === "" || words.startsWith(">") || ATTRIBUTION.test(words)) continue;
    kept.push(words);
    length += words.length;
    if (length > MAX_SNIPPET_CHARS) break;
  }
  // A mail that is nothing but a quote still says something.
  return clip(kept.join(" ")) || clip(text.slice(0, 1_000).replace(/^[>\s]+/gm, " "));
}

function clip(text: string): string {
  // Rules of dashes and stars draw lines, they say nothing.
  const line = text
    .replace(/[\p{Cc}\p{White_Space}]+/gu, " ")
    .replace(/(?:[-_=*~#•·]\s?){4,}/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
  if (line.length <= MAX_SNIPPET_CHARS) return line.toWellFormed();
  return `${line
    .slice(0, MAX_SNIPPET_CHARS - 1)
    .toWellFormed()
    .replace(/\ufffd$/, "")
    .trimEnd()}…`;
}
