import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The project's root directory. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/** Makes the project's root the working directory and reads its `.env`; what is set already stays. */
export function enterProject() {
  process.chdir(root);
  if (existsSync(".env")) process.loadEnvFile(".env");
  process.env.NEXT_TELEMETRY_DISABLED ??= "1";
}
