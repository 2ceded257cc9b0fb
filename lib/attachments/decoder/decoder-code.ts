import { existsSync } from "node:fs";

let code: Promise<string[]> | undefined;

/** Arguments that have Node run entry.ts: built ahead in production (scripts/build.mjs), from the sources everywhere else. */
export function decoderCode(): Promise<string[]> {
  code ??= findCode().catch((error: unknown) => {
    code = undefined;
    throw error;
  });
  return code;
}

async function findCode(): Promise<string[]> {
  const file = `${/* turbopackIgnore: true */ process.cwd()}/.server/decoder.cjs`;
  if (process.env.NODE_ENV === "production" && existsSync(file)) return [file];
  const { build } = await import(/* turbopackIgnore: true */ "esbuild");
  const { outputFiles } = await build({
    entryPoints: ["lib/attachments/decoder/entry.ts"],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    tsconfig: "tsconfig.node.json",
    // An argument of a command line has room for our own code only.
    packages: "external",
    write: false,
    logLevel: "error",
  });
  return ["--eval", outputFiles[0]?.text ?? "", "--"];
}
