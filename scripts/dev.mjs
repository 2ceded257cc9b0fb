import { register } from "tsx/esm/api";
import { enterProject } from "./project.mjs";

/** `npm run dev`: the same process as `npm start`, from the sources. Pages and lib/ reload by themselves; server.ts needs a restart. */
enterProject();
process.env.NODE_ENV = "development";
register({ tsconfig: "tsconfig.node.json" });
await import("../server.ts");
