const MAX_SUBJECT_CHARS = 2_000;

/** `[list]`, `[SEC=x]`, and what stands before a bracket that was never opened or after one that was never closed. */
const BRACKETED = /\[[^\][]*\]|^[^[]*\]|\[[^\]]*$/u;
/** Any first word up to its last colon, in any language; clients of East Asia write the wide one, some a space before it. */
const MARK = /^\s*\S*[^\s:：]\s?[:：]/u;

/** A forward of Mozilla and its kin; nothing but the mark of a forward stands behind it. */
const WRAP = /^([^[]*(?:\[(?!\s?fwd\s?:)[^[]*)*)\[\s?fwd\s?:(.*)\](?:\s|\(fwd\))*$/isu;

/** What old mailers write behind what they forward (RFC 5256 §2.1, `subj-trailer`). */
const TRAILER = /\s*\(fwd\)\s*$/iu;

/**
 * The key under which two subjects are the same, in any language (the rule of Cyrus IMAP, which Fastmail uses): bracketed
 * tags, leading words that end in a colon and all white space are dropped. It strips too much on purpose ("Invoice: x"),
 * because it only ever confirms what Message-IDs said. For people there is `displaySubject`.
 */
export function subjectKey(subject: string): string {
  let text = unwrapped(subject.slice(0, MAX_SUBJECT_CHARS).normalize("NFC"));
  const whole = text;
  for (const pattern of [TRAILER, BRACKETED, MARK])
    for (let next = text.replace(pattern, ""); next !== text; next = text.replace(pattern, "")) text = next;
  // Of a subject that is only tags the last is the subject (RFC 5256 §2.1, step 6).
  return squeezed(text) || squeezed(whole.match(/\[[^\][]*\]/gu)?.at(-1) ?? "");
}

/** `[Fwd: Lamp]` is about a lamp, and no tag (RFC 5256 §2.1, `subj-fwd-hdr`). */
function unwrapped(subject: string): string {
  let text = subject;
  for (let match = WRAP.exec(text); match; match = WRAP.exec(text)) text = `${match[1]} ${match[2]}`;
  return text;
}

function squeezed(text: string): string {
  return text.replace(/[\p{White_Space}\p{Cf}\p{Cc}]+/gu, "").toLowerCase();
}
