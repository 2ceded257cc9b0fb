import { File, FileArchive, FileImage, FileSpreadsheet, FileText, type LucideIcon, Mail } from "lucide-react";
import type { FileWarning } from "@/lib/attachments/warnings";
import type { AttachmentFile } from "./attachment-card";

/** A warning in a word or two. */
export const WARNING_LABELS: Record<FileWarning, string> = {
  infected: "Quarantined",
  waiting: "Being scanned",
  unscannable: "Not scanned",
  program: "Program",
  script: "Script",
  shortcut: "Shortcut",
  image: "Disk image",
  settings: "Changes settings",
  macros: "Macros",
  page: "Web page",
  twofold: "Two endings",
  disguised: "Not what it says",
};

/** What ClamAV calls its limits, in words. */
const LIMITS: [limit: RegExp, words: string][] = [
  [/^Heuristics\.Encrypted\b/, "It is locked with a password."],
  [/^Heuristics\.Limits\.Exceeded\b/, "More is packed into it than the scanner unpacks."],
];

/** What is known of a file's harmlessness. `scannable`: there is a scanner by now. */
export function scanSentence({ scan, scanNote }: Pick<AttachmentFile, "scan" | "scanNote">, scannable: boolean): string {
  const sentences = {
    none: scannable ? "Not scanned: it came before there was a scanner." : "Not scanned: no scanner is set up",
    waiting: "Being scanned",
    clean: "Nothing found",
    infected: `Found ${scanNote ?? "something"}`,
    unscannable: `Could not be scanned. ${LIMITS.find(([limit]) => limit.test(scanNote ?? ""))?.[1] ?? scanNote ?? ""}`,
  };
  return sentences[scan].trim();
}

/** What a file's first bytes say it is. */
export function sniffSentence({ sniff, sniffedType }: Pick<AttachmentFile, "sniff" | "sniffedType">): string {
  if (sniff === "waiting") return "Not looked at yet";
  return sniffedType ?? (sniff === "failed" ? "Could not be read" : "No type we know");
}

/** Whether a file can be found by what is written in it. */
export function textSentence({
  sniff,
  scan,
  extract,
  extractNote,
}: Pick<AttachmentFile, "sniff" | "scan" | "extract" | "extractNote">): string {
  if (scan === "infected" || scan === "unscannable") return "Not read: the virus scanner has not found it clean";
  if (sniff === "waiting" || (extract === "waiting" && scan === "waiting")) return "Read after it was looked at and scanned";
  const sentences = {
    waiting: "Not read yet",
    done: ["Read", extractNote].filter(Boolean).join(". "),
    none: "None that we can read",
    failed: `Could not be read. ${extractNote ?? ""}`.trim(),
  };
  return sentences[extract];
}

const ICONS: [start: string, icon: LucideIcon][] = [
  ["image/", FileImage],
  ["message/", Mail],
  ["text/csv", FileSpreadsheet],
  ["application/vnd.openxmlformats-officedocument.spreadsheet", FileSpreadsheet],
  ["application/vnd.ms-excel", FileSpreadsheet],
  ["application/vnd.openxmlformats-officedocument.", FileText],
  ["application/msword", FileText],
  ["application/zip", FileArchive],
  ["application/gzip", FileArchive],
  ["application/pdf", FileText],
  ["text/", FileText],
];

/** By what its sender calls it, which says more than its first bytes do, unless those say otherwise. */
export function fileIcon({
  contentType,
  sniffedType,
  warnings,
}: Pick<AttachmentFile, "contentType" | "sniffedType" | "warnings">): LucideIcon {
  const believed = !warnings.includes("disguised") && !/octet-stream/i.test(contentType);
  const type = believed ? contentType : (sniffedType ?? contentType);
  return ICONS.find(([start]) => type.toLowerCase().startsWith(start))?.[1] ?? File;
}
