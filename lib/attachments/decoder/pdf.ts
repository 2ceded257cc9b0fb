import { createRequire } from "node:module";
import { join } from "node:path";
import type { PDFDocumentProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { Undecodable } from "./protocol";

/** Largest picture inside a page that is drawn, in pixels. */
const MAX_IMAGE_PIXELS = 24_000_000;

/**
 * Opens a PDF for as long as `work` takes. Nothing in it runs: scripts have no interpreter here, functions and fonts are not compiled to code, forms of XFA are left out,
 * and nothing is fetched from anywhere. Throws `Undecodable` for one that is damaged or locked.
 */
export async function withPdf<T>(
  data: Uint8Array,
  options: { CanvasFactory?: object },
  work: (document: PDFDocumentProxy) => Promise<T>,
): Promise<T> {
  const { getDocument, VerbosityLevel } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const files = join(createRequire(`${process.cwd()}/`).resolve("pdfjs-dist/package.json"), "..");
  const task = getDocument({
    data,
    ...options,
    isEvalSupported: false,
    enableXfa: false,
    disableFontFace: true,
    useSystemFonts: false,
    useWorkerFetch: false,
    maxImageSize: MAX_IMAGE_PIXELS,
    verbosity: VerbosityLevel.ERRORS,
    cMapUrl: `${files}/cmaps/`,
    standardFontDataUrl: `${files}/standard_fonts/`,
    wasmUrl: `${files}/wasm/`,
    iccUrl: `${files}/iccs/`,
  });
  try {
    const document = await task.promise.catch((error: unknown) => {
      const locked = error instanceof Error && error.name === "PasswordException";
      throw new Undecodable(locked ? "The document is locked with a password." : "The document is damaged.");
    });
    return await work(document);
  } finally {
    await task.destroy();
  }
}
