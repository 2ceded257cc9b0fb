import { z } from "zod";
import { env } from "@/env";
import { scanNextAgain } from "@/lib/attachments/scan-again";
import { command } from "./command";
import { Refused } from "./errors";
import { getWorkspaceId } from "./workspace";

const attachmentsScan = command({
  name: "attachments scan",
  about: "Have every file scanned that no virus scanner has spoken of",
  options: {},
  schema: z.object({}),
  async does() {
    if (env().CLAMD_URL === undefined) throw new Refused("there is no virus scanner: set CLAMD_URL");
    const workspaceId = await getWorkspaceId();
    // Heavy, and needed by this command only.
    const { emitScans } = await import("@/lib/jobs/emit-unexamined");
    let files = 0;
    for (let next = await scanNextAgain(workspaceId, undefined); next.length > 0; next = await scanNextAgain(workspaceId, next.at(-1))) {
      await emitScans(next);
      files += next.length;
    }
    return { json: { files }, lines: [files === 1 ? "Scanning 1 file" : `Scanning ${files} files`] };
  },
});

export const attachmentsCommands = [attachmentsScan];
