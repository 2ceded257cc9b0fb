import { cpus } from "node:os";

/** `npm run bench` runs every section, `npm run bench -- burst pixel` those named. Prints Markdown for docs/benchmarks.md. */
const sections: Record<string, { title: string; run: (port: number) => Promise<string> }> = {
  door: { title: "The door beside others", run: async (port) => (await import("./door")).benchDoor(port) },
  burst: { title: "A burst of mails", run: async (port) => (await import("./burst")).benchBurst(port) },
  engine: { title: "The embedded engine", run: async () => (await import("./engine")).benchEngine() },
  filing: { title: "Filing into a growing mailbox", run: async () => (await import("./filing")).benchFiling() },
  pixel: { title: "From POST to pixel", run: async (port) => (await import("./pixel")).benchPixel(port) },
  open: { title: "Opening long conversations and large mails", run: async (port) => (await import("./open")).benchOpen(port) },
  mail: { title: "Reading mail", run: async () => (await import("./mail")).benchMail() },
  files: { title: "A mail with two hundred files", run: async (port) => (await import("./files")).benchFiles(port) },
  memory: { title: "Memory while large bodies stream in and out", run: async (port) => (await import("./memory")).benchMemory(port) },
};

const FIRST_PORT = 4790;

// As in scripts/start.mjs, for what is measured in this process.
process.env = { ...process.env };

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !sections[name]);
if (unknown.length > 0) {
  console.error(`No section ${unknown.join(", ")}. There are: ${Object.keys(sections).join(", ")}.`);
  process.exit(2);
}

console.log(`Node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? "unknown"}), ${new Date().toISOString().slice(0, 10)}`);
for (const [at, [name, { title, run }]] of Object.entries(sections).entries()) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n### ${title}\n\n${await run(FIRST_PORT + at)}`);
}
