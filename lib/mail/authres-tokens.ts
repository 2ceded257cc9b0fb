/** Comments nested deeper than this make a header unreadable rather than slow. */
const MAX_COMMENT_DEPTH = 50;

/** A piece of an RFC 8601 header. Comments and folding are gone; what stood in quotes can never be a sign. */
export interface Token {
  kind: "word" | "quoted" | "sign";
  /** Quotes and backslashes gone. */
  text: string;
  /** Nothing, not even a comment, between this and the token before. */
  glued: boolean;
}

/**
 * Cuts an Authentication-Results value into tokens (RFC 8601 §2.2, CFWS and quoted-string of RFC 5322 §3.2). Undefined when
 * a quote or a comment is never closed: whoever wrote it may have meant to hide the rest.
 */
export function readTokens(value: string): Token[] | undefined {
  const tokens: Token[] = [];
  let glued = false;

  for (let i = 0; i < value.length; ) {
    const char = value[i] ?? "";
    if (/\s/.test(char)) {
      glued = false;
      i++;
    } else if (char === "(") {
      const end = endOfComment(value, i);
      if (end === undefined) return undefined;
      glued = false;
      i = end;
    } else if (char === '"') {
      const quoted = readQuoted(value, i);
      if (!quoted) return undefined;
      tokens.push({ kind: "quoted", text: quoted.text, glued });
      glued = true;
      i = quoted.end;
    } else if (char === ";" || char === "=") {
      tokens.push({ kind: "sign", text: char, glued });
      glued = true;
      i++;
    } else {
      const end = endOfWord(value, i);
      tokens.push({ kind: "word", text: value.slice(i, end), glued });
      glued = true;
      i = end;
    }
  }
  return tokens;
}

/** Comments nest, and a quote in a comment is a character like any other: only the backslash escapes. */
function endOfComment(value: string, start: number): number | undefined {
  let depth = 0;
  for (let i = start; i < value.length; i++) {
    const char = value[i];
    if (char === "\\") i++;
    else if (char === "(" && ++depth > MAX_COMMENT_DEPTH) return undefined;
    else if (char === ")" && --depth === 0) return i + 1;
  }
  return undefined;
}

function readQuoted(value: string, start: number): { text: string; end: number } | undefined {
  let text = "";
  for (let i = start + 1; i < value.length; i++) {
    const char = value[i];
    if (char === '"') return { text, end: i + 1 };
    text += char === "\\" ? (value[++i] ?? "") : char;
  }
  return undefined;
}

function endOfWord(value: string, start: number): number {
  let end = start;
  while (end < value.length && !/[\s;=("]/.test(value[end] ?? "")) end++;
  return end;
}
