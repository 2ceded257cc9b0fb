import sanitize from "sanitize-html";
import { ATTRIBUTES, CID, REMOTE, TRACKER } from "./attributes";
import { cleanInlineStyle, cleanStyleSheet, prefixId, type UrlRule } from "./css";
import { imageSource, isTracker, Listed } from "./images";
import { safeHref } from "./links";
import { styleSheetsOf } from "./style-sheets";

/** Larger or deeper bodies are shown as text: no browser lays them out in good time. */
export const MAX_HTML_CHARS = 2 * 1024 * 1024;
export const MAX_HTML_DEPTH = 256;
export const MAX_HTML_TAGS = 60_000;

/** How the caller shows images. Both may say undefined: then a placeholder stays. */
export interface ImageRules {
  /** The address of this mail's part with that Content-ID. */
  cidUrl?: (contentId: string) => string | undefined;
  /** The address of our proxy for a remote image, once the reader wants it. */
  remoteUrl?: (url: string) => string | undefined;
}

export type SanitisedHtml =
  | {
      ok: true;
      html: string;
      /** Remote images that would be loaded, trackers left out. */
      remoteImages: string[];
      /** Remote images nobody is meant to see. They stay out, whatever the reader allows. */
      trackers: string[];
      /** Content-IDs the body shows. */
      cids: string[];
      /** It has styles of its own for a dark page. */
      dark: boolean;
    }
  | { ok: false; reason: "too-large" | "too-deep" | "too-many-tags" };

/**
 * Makes the HTML of a mail harmless to show, in a frame (frame.ts): the frame is the wall, this is the paint. Nothing that
 * runs, submits, embeds or loads stays. A remote image keeps its place and its address in `data-remote-src`, one that came with
 * the mail its Content-ID in `data-cid`. Doing it twice changes nothing.
 */
export function sanitiseHtml(html: string, images: ImageRules = {}): SanitisedHtml {
  if (html.length > MAX_HTML_CHARS) return { ok: false, reason: "too-large" };
  const cleaner = new Cleaner(images);
  const body = cleaner.clean(html);
  if (body === undefined) return { ok: false, reason: cleaner.depth > MAX_HTML_DEPTH ? "too-deep" : "too-many-tags" };
  const styles = cleanStyleSheet(styleSheetsOf(html).join("\n"), cleaner.cssUrl);
  return {
    ok: true,
    html: styles === "" ? body : `<style>${styles}</style>${body}`,
    remoteImages: cleaner.remote.values,
    trackers: cleaner.trackers.values,
    cids: cleaner.cids.values,
    dark: /prefers-color-scheme\s*:\s*dark|color-scheme\s*:[^;}]*dark/i.test(styles),
  };
}

/** Thrown through the parser, which cannot be told to stop. */
class TooMuch extends Error {}

class Cleaner {
  readonly remote = new Listed();
  readonly trackers = new Listed();
  readonly cids = new Listed();
  readonly #images: ImageRules;
  /** Newsletters repeat a handful of styles a thousand times. */
  readonly #styles = new Map<string, string>();
  depth = 0;
  #tags = 0;

  constructor(images: ImageRules) {
    this.#images = images;
  }

  /** Undefined when elements nest too deep or are too many. */
  clean(html: string): string | undefined {
    try {
      return sanitize(html, this.#options());
    } catch (error) {
      if (error instanceof TooMuch) return undefined;
      throw error;
    }
  }

  #options(): sanitize.IOptions {
    return {
      onOpenTag: () => {
        if (++this.depth > MAX_HTML_DEPTH || ++this.#tags > MAX_HTML_TAGS) throw new TooMuch();
      },
      onCloseTag: () => {
        this.depth--;
      },
      allowedTags: TAGS,
      nonTextTags: WITH_CONTENT,
      allowedAttributes: ATTRIBUTES,
      // Addresses are checked below, more strictly than a list of schemes can.
      allowedSchemes: ["http", "https", "mailto", "tel", "data"],
      allowedSchemesAppliedToAttributes: [],
      parseStyleAttributes: false,
      disallowedTagsMode: "discard",
      enforceHtmlBoundary: false,
      transformTags: {
        "*": (tagName, attributes) => ({ tagName, attribs: this.#common(attributes) }),
        a: (tagName, attributes) => ({ tagName, attribs: link(attributes) }),
        img: (tagName, attributes) => this.#image(tagName, attributes),
        body: (_, attributes) => ({ tagName: "div", attribs: this.#body(attributes) }),
        table: (tagName, attributes) => ({ tagName, attribs: this.#background(attributes) }),
        td: (tagName, attributes) => ({ tagName, attribs: this.#background(attributes) }),
      },
    };
  }

  readonly cssUrl: UrlRule = (url) => {
    const source = imageSource(url);
    if (source?.kind === "data") return source.url;
    if (source?.kind === "cid") {
      this.cids.add(source.contentId);
      return this.#images.cidUrl?.(source.contentId);
    }
    if (source?.kind !== "remote") return undefined;
    this.remote.add(source.url);
    return this.#images.remoteUrl?.(source.url);
  };

  #common(attributes: sanitize.Attributes): sanitize.Attributes {
    if (attributes.style === undefined && attributes.id === undefined) return attributes;
    const { style, id, ...rest } = attributes;
    const clean = style === undefined ? "" : this.#style(style);
    return { ...rest, ...(clean === "" ? {} : { style: clean }), ...(id && /^[\w.:-]{1,200}$/.test(id) ? { id: prefixId(id) } : {}) };
  }

  #style(style: string): string {
    const known = this.#styles.get(style);
    if (known !== undefined) return known;
    const clean = cleanInlineStyle(style, this.cssUrl);
    this.#styles.set(style, clean);
    return clean;
  }

  #image(tagName: string, attributes: sanitize.Attributes): sanitize.Tag {
    // What a first pass left of an image is read like the image itself, so that a second pass changes nothing.
    const { src, [REMOTE]: remote, [CID]: cid, ...attribs } = attributes;
    if (TRACKER in attributes) return { tagName, attribs: { [TRACKER]: "" } };
    const source = imageSource(remote ?? (cid === undefined ? (src ?? "") : `cid:${encodeURIComponent(cid)}`));
    if (!source) return { tagName, attribs };
    if (source.kind === "data") return { tagName, attribs: { ...attribs, src: source.url } };
    if (source.kind === "cid") {
      this.cids.add(source.contentId);
      return { tagName, attribs: withSource(attribs, CID, source.contentId, this.#images.cidUrl) };
    }
    if (isTracker(attribs)) {
      this.trackers.add(source.url);
      return { tagName, attribs: { [TRACKER]: "" } };
    }
    this.remote.add(source.url);
    return { tagName, attribs: withSource(attribs, REMOTE, source.url, this.#images.remoteUrl) };
  }

  // The frame has a body of its own; what the mail's says about its look moves to a box around it.
  #body(attributes: sanitize.Attributes): sanitize.Attributes {
    const { text, ...rest } = this.#background(attributes);
    return text && /^#?\w{1,30}$/.test(text) ? { ...rest, style: `color: ${text}; ${rest.style ?? ""}` } : rest;
  }

  #background(attributes: sanitize.Attributes): sanitize.Attributes {
    if (attributes.background === undefined) return attributes;
    const { background, ...rest } = attributes;
    if (!background) return rest;
    const url = this.cssUrl(background);
    return url === undefined
      ? rest
      : { ...rest, style: `background-image: url("${url.replace(/["\\\n]/g, encodeURIComponent)}"); ${rest.style ?? ""}` };
  }
}

function withSource(attributes: sanitize.Attributes, mark: string, value: string, url: UrlRule | undefined): sanitize.Attributes {
  const src = url?.(value);
  return { ...attributes, ...(src === undefined ? {} : { src }), [mark]: value };
}

function link(attributes: sanitize.Attributes): sanitize.Attributes {
  const { href, name, target: _target, rel: _rel, ...rest } = attributes;
  const anchor = name && !rest.id ? { id: name } : {};
  if (href === undefined) return { ...rest, ...anchor };
  if (/^#[\w.:-]{1,200}$/.test(href)) return { ...rest, ...anchor, href: `#${prefixId(href.slice(1))}` };
  const safe = safeHref(href);
  return safe === undefined
    ? { ...rest, ...anchor }
    : { ...rest, ...anchor, href: safe, target: "_blank", rel: "noopener noreferrer nofollow ugc" };
}

/** The commonest in mail first: the list is looked through for every tag. */
const TAGS =
  "td tr table a img p span div br b strong font center tbody li ul h1 h2 h3 i em u th thead hr blockquote abbr address article aside bdi bdo big caption cite code col colgroup dd del details dfn dir dl dt figcaption figure footer h4 h5 h6 header ins kbd main mark menu nav nobr ol pre q rp rt ruby s samp section small strike sub summary sup tfoot time tt ul var wbr".split(
    " ",
  );
/** Elements whose content is no text for readers: gone with everything in them. */
const WITH_CONTENT =
  "script style title textarea option select xmp plaintext noembed noframes template iframe frameset svg math canvas applet audio video datalist".split(
    " ",
  );
