import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Folders of the PATH, where programs are looked for. */
export function pathFolders(): string[] {
  return (process.env.PATH ?? "").split(delimiter);
}

/** The first of these names, in the first of these folders, that can be run. */
export function findExecutable(names: string[], folders: string[] = pathFolders()): string | undefined {
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
