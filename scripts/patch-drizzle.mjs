import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { mend } from "./mend.mjs";

/**
 * Mends Drizzle after every install, and before every build for those who install without scripts. Safe to repeat.
 *
 * drizzle-orm 0.45.4 writes the values of a query that failed into the error's message, and so whoever logs the error writes
 * session tokens, addresses and whole mails into a log. They stay on the error, where only code that asks for them looks.
 */
const PACKAGE = { name: "drizzle", version: "0.45.4" };
const ERRORS = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: what stands in the file.
  ["\nparams: ${params}`);", "`);"],
  ["this.params = params;", 'Object.defineProperty(this, "params", { value: params });'],
];

const root = dirname(createRequire(import.meta.url).resolve("drizzle-orm"));
for (const file of ["errors.js", "errors.cjs"]) mend(join(root, file), ERRORS, PACKAGE);
