import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FILE = ".next/FINGERPRINT";
const SOURCES = ["app", "db", "lib", "public"];
const SOURCE_FILES = /^[^.].*\.(ts|tsx|mjs|css|json|sql|svg|ico|png|woff2)$/;
/** Rewritten by every build. */
const GENERATED = new Set(["next-env.d.ts"]);

/** What a build depends on, by content: neither clocks nor git can be trusted with it. Takes milliseconds. */
export function fingerprint() {
  const hash = createHash("sha256").update(`node ${process.versions.node.split(".")[0]}`);
  for (const [name, value] of Object.entries(process.env).sort()) if (name.startsWith("NEXT_PUBLIC_")) hash.update(`${name}=${value}`);
  for (const file of [...filesAtRoot(), ...SOURCES.flatMap(filesUnder)].sort()) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest("hex");
}

/** Whether the build in `.next` and `.server` is of these very sources. A build that failed leaves no fingerprint. */
export function isFresh() {
  return (
    existsSync(".next/BUILD_ID") && existsSync(".server/server.mjs") && existsSync(FILE) && readFileSync(FILE, "utf8") === fingerprint()
  );
}

export function recordFingerprint(value) {
  writeFileSync(FILE, value);
}

function filesAtRoot() {
  return readdirSync(".").filter((name) => SOURCE_FILES.test(name) && !GENERATED.has(name));
}

function filesUnder(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE_FILES.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
