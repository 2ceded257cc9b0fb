import { Parser } from "htmlparser2";
import { foldText } from "./quotes";

const MAX_HTML_CHARS = 2 * 1024 * 1024;
const MAX_DEPTH = 256;
const PIECE = 64 * 1024;

/** What mail clients put around the mail they answer. */
const AROUND = /(?:^|\s)(?:gmail_quote|gmail_quote_container|gmail_extra|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra)(?:\s|$)/;
/** What they put above it; it goes on to the end. */
const ABOVE = /(?:^|\s)(?:moz-cite-prefix|OutlookMessageHeader)(?:\s|$)/;
const ABOVE_IDS = new Set(["divRplyFwdMsg", "OLK_SRC_BODY_SECTION", "appendonsend", "replySplit"]);
/** The line Outlook draws above the header block of the mail it answers. */
const OUTLOOK_LINE = /border-top:\s{0,9}solid\s{0,9}#(?:e1e1e1|b5c4df)/i;
const FORWARDED =
  /forwarded message|begin forwarded|weitergeleitete nachricht|message transféré|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|转发|轉寄|転送/i;
const HIDDEN = new Set(["head", "title", "style", "script"]);

export type HtmlFoldRule = "parent" | "client-mark" | "header-block" | "none";

export interface HtmlFold {
  visible: string;
  /** The end of the HTML from where the earlier mail begins: `visible + folded` is the HTML. */
  folded: string;
  rule: HtmlFoldRule;
}

/**
 * Finds the earlier mail at the end of an HTML body. A view, never a cut: the two parts are pieces of one document, to be laid
 * out as one. Only what no text follows folds; a forwarded mail, answers between quotes and a mail that would show nothing stay
 * open. `parent` is the text of the mail it answers, where we have it.
 */
export function foldHtml(html: string, parent = ""): HtmlFold {
  const open: HtmlFold = { visible: html, folded: "", rule: "none" };
  const survey = html.length > MAX_HTML_CHARS ? undefined : surveyHtml(html);
  if (!survey) return open;
  const found = earlierOf(markedQuote(survey), textRule(survey, parent));
  if (!found || !survey.runs.some(({ start }) => start < found.start)) return open;

  const folded = html.slice(found.start);
  if (survey.runs.some(({ at, text }) => at >= found.start && at < found.start + 2_000 && FORWARDED.test(text))) return open;
  return { visible: html.slice(0, found.start), folded, rule: found.rule };
}

/** A mark of a mail client, and where what it marks ends. */
interface Mark {
  start: number;
  end: number;
}

/** Something a reader sees: text, or a picture without any. */
interface Run {
  /** With the tags that open right before it. */
  start: number;
  at: number;
  text: string;
}

interface Found {
  start: number;
  rule: HtmlFoldRule;
}

interface Survey {
  marks: Mark[];
  runs: Run[];
}

function markedQuote({ marks, runs }: Survey): Found | undefined {
  const last = runs.at(-1)?.at ?? -1;
  const mark = marks.find(({ end }) => last < end);
  return mark && { start: mark.start, rule: "client-mark" };
}

// What repeats the parent is as sure as a mark; a header block alone is asked only where there is no mark.
function earlierOf(marked: Found | undefined, said: Found | undefined): Found | undefined {
  if (!marked || !said) return marked ?? said;
  return said.rule === "parent" && said.start < marked.start ? said : marked;
}

// One line for each run, so that lines name runs.
function textRule({ runs }: Survey, parent: string): Found | undefined {
  const { visible, rule } = foldText(runs.map(({ text }) => `${text.replace(/\s+/g, " ").trim()}\n`).join(""), parent);
  const run = rule === "none" || rule === "quote-marks" ? undefined : runs[visible.split("\n").length - 1];
  return run && { start: run.start, rule: rule === "parent" ? rule : "header-block" };
}

/** Undefined when elements nest too deep to be shown as HTML anyway. */
function surveyHtml(html: string): Survey | undefined {
  const survey: Survey = { marks: [], runs: [] };
  const stack: { mark: Mark | undefined; hides: boolean }[] = [];
  let hidden = 0;
  let deepest = 0;
  // Where the tags began that have opened since something was said or closed.
  let opened: number | undefined;
  // The parser hands text out in pieces, at each entity and each piece of input.
  let inText = false;
  const say = (text: string) => {
    const last = survey.runs.at(-1);
    if (inText && last) last.text += text;
    else survey.runs.push({ start: opened ?? parser.startIndex, at: parser.startIndex, text });
    opened = undefined;
  };

  const parser = new Parser({
    onopentag(name, attributes) {
      const kind = markKind(name, attributes);
      const mark = kind && { start: parser.startIndex, end: html.length };
      if (mark) survey.marks.push(mark);
      const hides = HIDDEN.has(name);
      if (hides) hidden++;
      stack.push({ mark: kind === "around" ? mark : undefined, hides });
      deepest = Math.max(deepest, stack.length);
      opened ??= parser.startIndex;
      inText = false;
      if (name === "img" && !("data-tracker" in attributes)) say("");
    },
    ontext(text) {
      if (hidden > 0 || (!inText && !/[^\s\u00a0\u200b\ufeff]/u.test(text))) return;
      say(text);
      inText = true;
    },
    onclosetag(name) {
      inText = false;
      if (name !== "br" && name !== "img") opened = undefined;
      const closed = stack.pop();
      if (closed?.hides) hidden--;
      if (closed?.mark) closed.mark.end = parser.endIndex + 1;
    },
  });
  for (let at = 0; at < html.length && deepest <= MAX_DEPTH; at += PIECE) parser.write(html.slice(at, at + PIECE));
  if (deepest > MAX_DEPTH) return undefined;
  parser.end();
  return survey;
}

function markKind(
  name: string,
  { class: names = "", id = "", type = "", style = "" }: Record<string, string>,
): "around" | "above" | undefined {
  if (AROUND.test(names.slice(0, 500)) || (name === "blockquote" && type === "cite")) return "around";
  const above = ABOVE.test(names.slice(0, 500)) || ABOVE_IDS.has(id) || OUTLOOK_LINE.test(style.slice(0, 1_000));
  return above ? "above" : undefined;
}
