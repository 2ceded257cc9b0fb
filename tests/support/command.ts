import { spawn } from "node:child_process";

export interface Ran {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** `npm run -s mailroom -- …` without npm around it. It finds the test's database in the environment. */
export function mailroom(...args: string[]): Promise<Ran> {
  return run("scripts/mailroom.ts", args);
}

/** What `--json` printed. */
export async function mailroomJson<T>(...args: string[]): Promise<T> {
  const { exitCode, stdout, stderr } = await mailroom(...args, "--json");
  if (exitCode !== 0) throw new Error(`mailroom ${args.join(" ")} exited with ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

/** `npm run send -- …` */
export function send(...args: string[]): Promise<Ran> {
  return run("scripts/send.ts", args);
}

/** `env` completes or, with undefined, empties this process's environment. */
export function run(script: string, args: string[], env: Record<string, string | undefined> = {}): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["scripts/run.mjs", script, ...args], {
      env: { ...process.env, MAILROOM_URL: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}
