import DOMPurify, { type Config } from "dompurify";

/** HTML up to this is cleaned in one go, in characters: a newsletter takes some fifty milliseconds. */
const SMALL_CHARS = 100_000;
/** Elements of larger HTML that are cleaned before keys and clicks have their turn again. */
const PIECE = 1_000;

interface PurifyOptions {
  small?: number;
  piece?: number;
}

/** Cleans HTML by DOMPurify, into a document of its own where nothing loads. Large HTML in pieces, so that the page goes on answering. */
export async function purify(
  html: string,
  config: Config,
  { small = SMALL_CHARS, piece = PIECE }: PurifyOptions = {},
): Promise<HTMLElement> {
  if (html.length <= small) {
    const body = DOMPurify.sanitize(html, { ...config, FORCE_BODY: true, RETURN_DOM: true });
    if (body instanceof HTMLElement) return body;
    throw new Error("DOMPurify returned no element");
  }

  const { body } = new DOMParser().parseFromString(`<body>${html}`, "text/html");
  const inPlace = { ...config, IN_PLACE: true } as const;
  const pieces = cut(body, piece);
  // What is left of the tree without its pieces.
  DOMPurify.sanitize(body, inPlace);
  for (const { marker, content } of pieces) {
    await nextTask();
    DOMPurify.sanitize(content, inPlace);
    marker.replaceWith(...content.childNodes);
  }
  return body;
}

/** Lets everything else that waits have its turn. Not by a timer: those wait longer the more often they are set. */
export function nextTask(): Promise<void> {
  return new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}

interface Piece {
  /** Stands where the content was. */
  marker: Element;
  content: Element;
}

/** Takes runs of neighbours of `size` elements out of a tree; only what is around larger parts stays in it. */
function cut(parent: Element, size: number): Piece[] {
  const pieces: Piece[] = [];
  let room = 0;
  for (const child of [...parent.childNodes]) {
    const weight = child instanceof Element ? 1 + child.getElementsByTagName("*").length : 1;
    if (child instanceof Element && weight > size) {
      pieces.push(...cut(child, size));
      room = 0;
      continue;
    }
    if (room < weight) {
      const [marker, content] = [parent.ownerDocument.createElement("div"), parent.ownerDocument.createElement("div")];
      child.before(marker);
      pieces.push({ marker, content });
      room = size;
    }
    pieces.at(-1)?.content.append(child);
    room -= weight;
  }
  return pieces;
}
