/** Words looked at, of the mail that was answered and of the answer. */
const MAX_WORDS = 20_000;
/** Words in a row that make a match; the whole of a mail that has fewer. */
const SHINGLE = 4;
/** Places of the parent compared for one shingle: "of the of the of the" has thousands. */
const MAX_PLACES = 8;
/** A block shorter than this, in characters of its words, may repeat by chance. */
const MIN_BLOCK_CHARS = 24;

/** Which lines of an answer repeat the mail it answers. */
export interface Repeats {
  /** The line from which on nothing but that mail follows; undefined when something else does, or too little is repeated. */
  start: number | undefined;
  /** Whether every word of a line stands in that mail, in a row with its neighbours. Lines without words repeat nothing. */
  repeated(line: number): boolean;
}

/**
 * Compares an answer with the mail it answers, which we have: no language and no mail client needs to be known. Line breaks, quote
 * marks, punctuation and case do not count. Linear.
 */
export function findRepeats(lines: readonly string[], parent: string): Repeats {
  const original = wordsOf(parent).slice(0, MAX_WORDS);
  const words = lines.flatMap((text, line) => wordsOf(text).map((word) => ({ word, line }))).slice(-MAX_WORDS);
  const size = Math.min(SHINGLE, original.length);
  if (size === 0 || words.length < size) return { start: undefined, repeated: () => false };

  const covered = coveredWords(
    words.map(({ word }) => word),
    original,
    size,
  );
  const missing = new Set<number>();
  const spoken = new Set<number>();
  for (const [at, { line }] of words.entries()) (covered[at] ? spoken : missing).add(line);
  const repeated = (line: number) => spoken.has(line) && !missing.has(line);

  let start = lines.length;
  while (start > 0 && (repeated(start - 1) || isQuoteOrBlank(lines[start - 1] ?? ""))) start--;
  while (start < lines.length && !repeated(start)) start++;
  const block = words.filter(({ line }, at) => line >= start && covered[at]);
  const enough = block.length >= original.length || block.reduce((sum, { word }) => sum + word.length, 0) >= MIN_BLOCK_CHARS;
  return { start: start < lines.length && enough ? start : undefined, repeated };
}

function coveredWords(words: string[], original: string[], size: number): boolean[] {
  const places = new Map<string, number[]>();
  for (let at = 0; at + size <= original.length; at++) {
    const shingle = original.slice(at, at + size).join(" ");
    const known = places.get(shingle);
    if (!known) places.set(shingle, [at]);
    else if (known.length < MAX_PLACES) known.push(at);
  }

  const covered: boolean[] = Array.from({ length: words.length }, () => false);
  for (let at = 0; at + size <= words.length; ) {
    let longest = 0;
    for (const place of places.get(words.slice(at, at + size).join(" ")) ?? []) {
      let length = size;
      while (at + length < words.length && words[at + length] === original[place + length]) length++;
      longest = Math.max(longest, length);
    }
    covered.fill(true, at, at + longest);
    at += Math.max(longest, 1);
  }
  return covered;
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

// Only marks that draw quotes and rules: a thumb or an exclamation mark is an answer.
function isQuoteOrBlank(line: string): boolean {
  return /^\s*>|^[\s>|*_=~-]*$/.test(line);
}
