import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { MAX_SHOWN_PAGES } from "../pages";
import { hasTime } from "./clock";
import { withPdf } from "./pdf";
import { type Decoded, MAX_TEXT_BYTES } from "./protocol";
import { keepText } from "./text";

/** The text of the first pages, as far as time and room go: what was read by then is kept. */
export function decodePdfText(bytes: Uint8Array): Promise<Decoded> {
  return withPdf(bytes, {}, readDocument);
}

async function readDocument(document: PDFDocumentProxy): Promise<Decoded> {
  const pages: string[] = [];
  let room = MAX_TEXT_BYTES;
  for (let number = 1; number <= Math.min(document.numPages, MAX_SHOWN_PAGES) && room > 0 && hasTime(); number++) {
    const text = await textOfPage(document, number, room);
    pages.push(text);
    room -= text.length;
  }
  const whole = pages.length === document.numPages && room > 0 && hasTime();
  const { facts, parts } = keepText(pages.join("\n\n").trim(), !whole);
  return { facts: { ...facts, pages: document.numPages }, parts };
}

/** Empty when the page is damaged: the others may not be. */
async function textOfPage(document: PDFDocumentProxy, number: number, room: number): Promise<string> {
  try {
    const page = await document.getPage(number);
    return await readText(page.streamTextContent().getReader(), room);
  } catch {
    return "";
  }
}

/** Piece by piece, for one page may hold ten million of them. */
async function readText(reader: ReadableStreamDefaultReader<TextPiece>, room: number): Promise<string> {
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    for (const item of value.items) if (item.str !== undefined) text += item.str + (item.hasEOL ? "\n" : "");
    if (text.length < room && hasTime()) continue;
    // Without an error as its reason pdf.js fails instead.
    await reader.cancel(new Error("enough"));
    return text.slice(0, room);
  }
}

interface TextPiece {
  /** Marks of structure have no text. */
  items: { str?: string; hasEOL?: boolean }[];
}
