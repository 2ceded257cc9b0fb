import { type Atrule, type CssNode, type Declaration, generate, type List, parse, type Rule, type StyleSheet, walk } from "css-tree";

/** Style sheets of a mail together, in characters; past it they are all dropped. */
const MAX_SHEET_CHARS = 256 * 1024;
const MAX_RULES = 5_000;
const MAX_INLINE_CHARS = 20_000;

/** What a URL in a style becomes; undefined drops the declaration that holds it. */
export type UrlRule = (url: string) => string | undefined;

/**
 * Properties a mail may set: type, colour, boxes and tables, as webmail allows. Nothing that lifts content out of its place
 * (`position`), brings text (`content`) or loads (`@font-face`).
 */
const PROPERTIES =
  /^(?:color|opacity|direction|unicode-bidi|visibility|display|float|clear|cursor|zoom|quotes|hyphens|resize|order|gap|row-gap|column-gap|columns|column-(?:count|width|rule(?:-(?:color|style|width))?)|(?:min-|max-)?(?:width|height|inline-size|block-size)|aspect-ratio|object-(?:fit|position)|box-(?:sizing|shadow|decoration-break)|table-layout|caption-side|empty-cells|vertical-align|white-space|word-(?:break|spacing|wrap)|overflow(?:-wrap|-x|-y)?|line-(?:break|height)|letter-spacing|tab-size|color-scheme|font(?:-(?:family|size|style|weight|variant(?:-[a-z-]+)?|stretch|kerning|feature-settings|size-adjust))?|text-(?:align(?:-last)?|decoration(?:-(?:color|line|style|thickness))?|indent|overflow|shadow|transform|underline-(?:offset|position)|rendering|size-adjust|emphasis)|-(?:webkit|ms|moz)-text-size-adjust|mso-[a-z-]+|list-style(?:-(?:position|type|image))?|background(?:-(?:color|image|position(?:-[xy])?|repeat|size|clip|origin|attachment|blend-mode))?|border(?:-[a-z-]+)?|outline(?:-(?:color|style|width|offset))?|(?:margin|padding)(?:-[a-z-]+)?|flex(?:-(?:basis|direction|flow|grow|shrink|wrap))?|(?:align|justify|place)-(?:content|items|self)|grid(?:-[a-z-]+)?|page-break-(?:after|before|inside)|break-(?:after|before|inside)|orphans|widows)$/;
const FUNCTIONS =
  /^(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|calc|min|max|clamp|minmax|repeat|fit-content|(?:repeating-)?(?:linear|radial|conic)-gradient|-webkit-linear-gradient|light-dark)$/;
const MEDIA_WORDS = /^[\w\s(),:.<>=/-]*$/;

/** Cleans a `style` attribute. Empty when nothing of it may stay. */
export function cleanInlineStyle(style: string, url: UrlRule): string {
  if (style.length > MAX_INLINE_CHARS) return "";
  const list = parseCss(style, "declarationList");
  if (list?.type !== "DeclarationList") return "";
  keepDeclarations(list.children, url);
  return write(list);
}

/** Cleans style sheets: plain rules and `@media` stay. The result cannot end the `<style>` element it is put in. */
export function cleanStyleSheet(css: string, url: UrlRule): string {
  if (css.length > MAX_SHEET_CHARS) return "";
  const sheet = parseCss(css.replace(/<!--|-->/g, ""), "stylesheet");
  if (sheet?.type !== "StyleSheet") return "";
  const budget = { rules: MAX_RULES };
  keepRules(sheet, url, budget, 0);
  return write(sheet);
}

function parseCss(css: string, context: "declarationList" | "stylesheet"): CssNode | undefined {
  try {
    return parse(css, { context, parseCustomProperty: false, onParseError: () => undefined });
  } catch {
    return undefined;
  }
}

/** `<` cannot be needed outside a string, and would let `</style>` end the sheet. */
function write(node: CssNode): string {
  return generate(node).replaceAll("<", "\\3c ");
}

function keepRules(block: { children: List<CssNode> } | StyleSheet, url: UrlRule, budget: { rules: number }, depth: number) {
  block.children.forEach((node, item, list) => {
    const kept =
      budget.rules-- > 0 && (node.type === "Rule" ? keepRule(node, url) : node.type === "Atrule" && keepMedia(node, url, budget, depth));
    if (!kept) list.remove(item);
  });
}

function keepRule(rule: Rule, url: UrlRule): boolean {
  if (rule.prelude.type !== "SelectorList" || hasRaw(rule.prelude)) return false;
  renameIds(rule.prelude);
  keepDeclarations(rule.block.children, url);
  return !rule.block.children.isEmpty;
}

function keepMedia(rule: Atrule, url: UrlRule, budget: { rules: number }, depth: number): boolean {
  if (rule.name.toLowerCase() !== "media" || !rule.block || !rule.prelude || depth > 3) return false;
  if (!MEDIA_WORDS.test(generate(rule.prelude))) return false;
  keepRules(rule.block, url, budget, depth + 1);
  return !rule.block.children.isEmpty;
}

function keepDeclarations(children: List<CssNode>, url: UrlRule) {
  children.forEach((node, item, list) => {
    if (node.type !== "Declaration" || !isAllowed(node, url)) list.remove(item);
  });
}

// A backslash hides what a name means from every pattern (`u\rl(`): nobody writes one in mail but to hide.
function isAllowed(declaration: Declaration, url: UrlRule): boolean {
  const property = declaration.property.toLowerCase();
  if (!PROPERTIES.test(property)) return false;
  if (declaration.value.type !== "Value") return false;

  let allowed = true;
  walk(declaration.value, (node) => {
    if (node.type === "Raw") allowed &&= /^[\w\s#.,%+-]*$/.test(node.value);
    else if (node.type === "Function") allowed &&= FUNCTIONS.test(node.name.toLowerCase());
    else if (node.type === "Identifier" || node.type === "Dimension") allowed &&= !("name" in node ? node.name : node.unit).includes("\\");
    else if (node.type === "Url") {
      const target = url(node.value);
      if (target === undefined) allowed = false;
      else node.value = target;
    }
  });
  return allowed;
}

// Ids carry our prefix in the document too (html.ts).
function renameIds(prelude: CssNode) {
  walk(prelude, (node) => {
    if (node.type === "IdSelector") node.name = prefixId(node.name);
  });
}

/** Ids of a mail must not meet names the document has by itself (`body`, `location`): each gets a prefix, once. */
export function prefixId(id: string): string {
  return id.startsWith("m-") ? id : `m-${id}`;
}

function hasRaw(node: CssNode): boolean {
  let raw = false;
  walk(node, (inner) => {
    if (inner.type === "Raw") raw = true;
  });
  return raw;
}
