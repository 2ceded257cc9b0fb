import { pathToFileURL } from "node:url";
import { register } from "tsx/esm/api";
import { enterProject } from "./project.mjs";

/** `node scripts/run.mjs <script.ts> [arguments]`: runs a script of the project, which sees its own arguments only. */
enterProject();
register({ tsconfig: "tsconfig.node.json" });
process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);
