import { spawn } from "node:child_process";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";
import type { Browser } from "./chromium";

const CACHE = resolve("node_modules/.cache/packed-chromium");

/**
 * The Chromium inside the npm package @sparticuz/chromium (Linux, x64), unpacked once. The package unpacks its libraries and
 * fonts only on Lambda; without them a bare system lacks NSS, and without a font text has no size and clicks hang.
 */
export async function unpackChromium(): Promise<Browser | undefined> {
  const packed = process.platform === "linux" && process.arch === "x64" ? findPackage() : undefined;
  if (!packed) return undefined;

  if (!existsSync(CACHE)) {
    const part = `${CACHE}.${process.pid}`;
    await mkdir(part, { recursive: true });
    await Promise.all([
      pipeline(
        createReadStream(join(packed, "chromium.br")),
        createBrotliDecompress(),
        createWriteStream(join(part, "chromium"), { mode: 0o755 }),
      ),
      ...["al2023", "fonts", "swiftshader"].map((name) => untar(join(packed, `${name}.tar.br`), part)),
    ]);
    await writeFile(join(part, "fonts.conf"), fontConfiguration);
    await rename(part, CACHE).catch(() => rm(part, { recursive: true }));
  }
  return { executablePath: join(CACHE, "chromium"), env: { LD_LIBRARY_PATH: join(CACHE, "lib"), FONTCONFIG_PATH: CACHE } };
}

function findPackage(): string | undefined {
  try {
    return join(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")), "../../bin");
  } catch {
    return undefined;
  }
}

async function untar(archive: string, directory: string) {
  const tar = spawn("tar", ["-x", "-C", directory], { stdio: ["pipe", "ignore", "inherit"] });
  const ended = new Promise((done, failed) => tar.once("close", done).once("error", failed));
  await pipeline(createReadStream(archive), createBrotliDecompress(), tar.stdin);
  await ended;
}

const fontConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${CACHE}/fonts</dir><cachedir>${CACHE}/fonts-cache</cachedir></fontconfig>
`;
