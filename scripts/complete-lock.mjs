import { readFileSync, writeFileSync } from "node:fs";

/**
 * `node scripts/complete-lock.mjs`, after every change of dependencies: adds the platform packages (a compiler for macOS, a
 * library for musl) that the registry in use did not serve. npm leaves those out of the lock file, `npm ci` then refuses it,
 * and other platforms would miss their native parts. They are locked by version, without a checksum.
 */
const FILE = "package-lock.json";
const SYSTEMS = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const PROCESSORS = ["arm", "arm64", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

const lock = JSON.parse(readFileSync(FILE, "utf8"));
const added = Object.entries(lock.packages).flatMap(([path, entry]) => missingOf(path, entry));
for (const [name, entry] of added) lock.packages[`node_modules/${name}`] = entry;
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length ? `Added ${added.map(([name]) => name).join(", ")}` : "Nothing is missing");

/** Optional dependencies of the package at `path` that are for some platform and have no entry. */
function missingOf(path, entry) {
  if (path === "") return [];
  return Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !lock.packages[`${path}/node_modules/${name}`] && !lock.packages[`node_modules/${name}`])
    .map(([name, range]) => [name, platformEntry(name, range, entry.dev)])
    .filter(([, missing]) => missing.os || missing.cpu);
}

/** A lock entry read from the package's name, such as `@next/swc-linux-x64-musl`. */
function platformEntry(name, range, dev) {
  const words = name.split(/[-/]/);
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => words.includes(processor));
  return {
    version: range.replace(/^[\^~]/, ""),
    ...(cpu && { cpu: [cpu] }),
    ...(dev && { dev: true }),
    ...(words.includes("musl") && { libc: ["musl"] }),
    optional: true,
    ...(os && { os: [os] }),
  };
}
