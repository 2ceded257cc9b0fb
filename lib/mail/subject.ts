import { clip, straight } from "./clean";

/** Longer subjects are cut for keeping; the raw mail has them whole. */
export const MAX_SUBJECT_CHARS = 2_000;

/** Reply and forward marks of mail clients around the world; for display and search only, never for threading. */
const PREFIXES =
  "re|ré|réf|res|ref|r|rv|rif|fw|fwd|enc|i|tr|trs|fs|vb|wg|doorst|pd|aw|antw|sv|vs|vl|ynt|[ıİi]lt|odp|bls|atb|yml|vá|továbbítás|sp|σχετ|απ|προθ|πρθ|на|отв|ответ|пер|回复|答复|回覆|答覆|转发|轉發|轉寄|主题|返信|転送|회신|전달|השב|תשובה|הועבר|رد|إعادة توجيه|ตอบ|ส่งต่อ|trả lời|chuyển tiếp";
const PREFIX = new RegExp(`^(?:${PREFIXES})\\s?(?:[[(]\\d{1,3}[\\])]|\\^\\d{1,3})?\\s?[:：]\\s*`, "iu");
const FORWARD_WRAP = /^\[\s?fwd:\s?(.*)\]$/iu;
const TAG = /^\[[^\][]{1,80}\]/u;
/** Marks of direction and the like that would hide a reply mark behind them. */
const UNSEEN = /^[\p{Cf}\s]+/u;
const TRAILER = /\s*\((?:fwd?|fw)\)\s*$/iu;

/** One line without control characters, nor any that turn its order. */
export function cleanSubject(subject: string): string {
  const line = straight(subject)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim();
  return clip(line, MAX_SUBJECT_CHARS);
}

/**
 * The subject without reply and forward marks, also behind the tag of a list: what a person would call the conversation. Tags stay,
 * once each.
 */
export function displaySubject(subject: string): string {
  const tags = new Set<string>();
  let text = cleanSubject(subject).replace(TRAILER, "").replace(UNSEEN, "");
  for (let rest = text; ; text = rest) {
    rest = text.replace(PREFIX, "").trimStart();
    rest = FORWARD_WRAP.exec(rest)?.[1]?.trim() ?? rest;
    const tag = TAG.exec(rest)?.[0];
    if (tag) {
      tags.add(tag);
      rest = rest.slice(tag.length).trimStart();
    }
    if (rest === text) return [...tags, ...(text ? [text] : [])].join(" ");
  }
}
