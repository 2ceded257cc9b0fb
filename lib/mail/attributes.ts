/** On an image whose place is kept: its address, its Content-ID, or that nobody was meant to see it. */
export const REMOTE = "data-remote-src";
export const CID = "data-cid";
export const TRACKER = "data-tracker";

/** Attributes a mail may have, by element. */
export const ATTRIBUTES: Record<string, string[]> = {
  "*": [
    "style",
    "class",
    "id",
    "dir",
    "lang",
    "title",
    "align",
    "valign",
    "bgcolor",
    "color",
    "width",
    "height",
    "border",
    "hspace",
    "vspace",
    "role",
    "aria-hidden",
    "aria-label",
  ],
  a: ["href", "target", "rel"],
  img: ["src", "alt", REMOTE, CID, TRACKER],
  font: ["face", "size"],
  table: ["cellpadding", "cellspacing", "rules", "frame", "summary"],
  td: ["colspan", "rowspan", "nowrap", "headers", "scope"],
  th: ["colspan", "rowspan", "nowrap", "headers", "scope"],
  col: ["span"],
  colgroup: ["span"],
  ol: ["start", "type", "reversed"],
  ul: ["type"],
  li: ["value", "type"],
  hr: ["size", "noshade"],
  br: ["clear"],
  details: ["open"],
  time: ["datetime"],
};

/** Those that hold no address. */
export const PLAIN_ATTRIBUTES = [...new Set(Object.values(ATTRIBUTES).flat())].filter((name) => name !== "href" && name !== "src");
