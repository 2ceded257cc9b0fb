import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32, deflateRawSync } from "node:zlib";
import { freePort } from "@/db/embedded/port";
import { findExecutable, pathFolders } from "./executable";

/** The harmless file that every scanner knows (eicar.org). In pieces: whole, scanners would take this file away. */
export const EICAR = Buffer.from(["X5O!P%@AP[4\\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS", "-TEST-FILE!$H+H*"].join(""));
export const EICAR_NAME = "Mailroom.Test.Eicar.UNOFFICIAL";
/** The largest stream it takes. */
export const CLAMD_MAX_BYTES = 1024 * 1024;

const READY_MS = 60_000;

/** Where ClamAV's daemon is installed, if it is. */
export function findClamd(): string | undefined {
  return findExecutable(["clamd"], [...pathFolders(), "/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin"]);
}

/** A clamd of our own on the loopback, which knows one virus. */
export async function startClamd(program: string) {
  const folder = await mkdtemp(join(tmpdir(), "mailroom-clamd-"));
  const port = await freePort();
  await writeFile(join(folder, "own.ndb"), `Mailroom.Test.Eicar:0:*:${EICAR.toString("hex")}\n`);
  const settings = {
    ...{ Foreground: "yes", TCPSocket: port, TCPAddr: "127.0.0.1", DatabaseDirectory: folder, TemporaryDirectory: folder },
    ...{ StreamMaxLength: CLAMD_MAX_BYTES, AlertEncrypted: "yes", AlertExceedsMax: "yes" },
  };
  const config = join(folder, "clamd.conf");
  await writeFile(
    config,
    Object.entries(settings)
      .map(([name, value]) => `${name} ${value}\n`)
      .join(""),
  );
  const child = spawn(program, ["--config-file", config], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (said += chunk));
  const exited = once(child, "exit");

  const end = Date.now() + READY_MS;
  while (!(await answers(port))) {
    if (child.exitCode !== null || Date.now() > end) throw new Error(`clamd did not come up: ${said}`);
    await new Promise((passed) => setTimeout(passed, 50));
  }
  return {
    url: `tcp://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A zip archive with one compressed file in it (APPNOTE.TXT §4.3). */
export function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content);
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), packed]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\0"), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, central, Buffer.from("PK\x05\x06"), end]);
}

function answers(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("zPING\0"));
    socket.once("data", (chunk) => {
      done(String(chunk).startsWith("PONG"));
      socket.destroy();
    });
    socket.once("error", () => done(false));
  });
}
