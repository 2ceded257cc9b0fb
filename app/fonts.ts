import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";

/** Class of <html>: declares the fonts that globals.css names. */
export const fontClass = `${GeistSans.variable} ${GeistMono.variable}`;
