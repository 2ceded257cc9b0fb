import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import sharp, { strategy } from "sharp";
import { PREVIEW_SIDE, renderImage } from "./image";
import { withPdf } from "./pdf";
import { type Decoded, Undecodable } from "./protocol";

/** Pixels of all canvases at a time: the page, and the layers that groups and masks of it are painted on. */
const MAX_CANVAS_PIXELS = 12 * PREVIEW_SIDE * PREVIEW_SIDE;

/** Preview and thumbnail of a page, the first without a number. */
export async function decodePdfPage(bytes: Uint8Array, number = 1): Promise<Decoded> {
  const { createCanvas } = await import("@napi-rs/canvas");
  return withPdf(bytes, { CanvasFactory: boundedCanvases(createCanvas) }, (document) => drawPage(document, number, createCanvas));
}

async function drawPage(document: PDFDocumentProxy, number: number, createCanvas: CreateCanvas): Promise<Decoded> {
  const page = await document.getPage(number).catch(() => Promise.reject(new Undecodable("The document has no page that can be shown.")));

  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: PREVIEW_SIDE / Math.max(natural.width, natural.height) });
  const [width, height] = [Math.round(viewport.width), Math.round(viewport.height)];
  if (!(width >= 1 && height >= 1 && width * height <= PREVIEW_SIDE ** 2))
    throw new Undecodable("The page has a shape that cannot be shown.");

  const canvas = createCanvas(width, height);
  // Skia's context has what pdf.js uses of the browser's, which its types name.
  const canvasContext = canvas.getContext("2d") as unknown as CanvasRenderingContext2D;
  await page.render({ canvas: null, canvasContext, viewport, background: "white" }).promise.catch((error: unknown) => {
    throw error instanceof Undecodable ? error : new Undecodable("The page is damaged.");
  });
  const pixels = sharp(canvas.data(), { raw: { width, height, channels: 4 } }).removeAlpha();
  const rendered = await renderImage(pixels, strategy.entropy);
  return { ...rendered, facts: { ...rendered.facts, pages: document.numPages } };
}

type CreateCanvas = (width: number, height: number) => Canvas;

interface Surface {
  canvas: Canvas | null;
  context: SKRSContext2D | null;
}

/** What pdf.js asks for canvases. A thousand groups inside each other would take a thousand pages of memory. */
function boundedCanvases(createCanvas: CreateCanvas) {
  let pixels = 0;
  const take = (width: number, height: number) => {
    pixels += width * height;
    if (!(pixels <= MAX_CANVAS_PIXELS)) throw new Undecodable("The page has too many layers to be shown.");
  };
  const giveBack = ({ canvas }: Surface) => {
    if (canvas) pixels -= canvas.width * canvas.height;
  };

  return class {
    create(width: number, height: number): Surface {
      take(width, height);
      const canvas = createCanvas(width, height);
      return { canvas, context: canvas.getContext("2d") };
    }

    reset(surface: Surface, width: number, height: number) {
      giveBack(surface);
      take(width, height);
      if (surface.canvas) Object.assign(surface.canvas, { width, height });
    }

    destroy(surface: Surface) {
      giveBack(surface);
      if (surface.canvas) Object.assign(surface.canvas, { width: 0, height: 0 });
      Object.assign(surface, { canvas: null, context: null });
    }
  };
}
