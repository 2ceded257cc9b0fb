import { GeistSans } from "geist/font/sans";
import localFont from "next/font/local";

// Geist Mono as its package brings it, but fetched where something is set in it: on most pages nothing in sight is.
const mono = localFont({
  src: "../node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2",
  variable: "--font-geist-mono",
  weight: "100 900",
  preload: false,
  adjustFontFallback: false,
  fallback: ["ui-monospace", "SFMono-Regular", "Menlo", "Liberation Mono", "DejaVu Sans Mono", "Courier New", "monospace"],
});

/** Class of <html>: declares the fonts that globals.css names. */
export const fontClass = `${GeistSans.variable} ${mono.variable}`;
