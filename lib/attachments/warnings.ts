import { extensionOf } from "@/lib/mail/filename";
import { isDisguised, isExecutable } from "./file-types";

/** What there is to know about a file before it is opened. Its name is the one that is shown and saved under. */
export interface FileFacts {
  name: string;
  /** As the sender declared it. */
  contentType: string;
  /** By its first bytes. */
  sniffedType: string | null;
  scan: "none" | "waiting" | "clean" | "infected" | "unscannable";
}

/** Reasons to think before opening a file, each with what to tell people. */
export const WARNINGS = {
  infected: "The virus scanner found something in this file.",
  waiting: "The virus scan of this file is not finished.",
  unscannable: "The virus scanner could not look into this file.",
  program: "This is a program. Opening it runs it.",
  script: "This is a script. Opening it can run commands.",
  shortcut: "This is a shortcut. Opening it can start a program or lead to a foreign server.",
  image: "This is a disk image. What is inside opens without the usual warnings.",
  settings: "Opening this file can change settings of your computer.",
  macros: "This document can contain macros, which are programs.",
  page: "This is a web page. Opened from your disk it can run scripts and imitate a sign-in.",
  twofold: "Its name has two endings, so that it looks like a document.",
  disguised: "What is inside is not what its name says.",
} as const;

export type FileWarning = keyof typeof WARNINGS;

/** The worst first; empty for a file that can be kept without a question. */
export function warningsOf({ name, contentType, sniffedType, scan }: FileFacts): FileWarning[] {
  const extension = extensionOf(name);
  const kind = isExecutable(sniffedType) ? "program" : KINDS.get(extension);
  return [
    ...(scan === "none" || scan === "clean" ? [] : [scan]),
    ...(kind ? [kind] : []),
    ...(kind && DOCUMENTS.has(extensionBefore(name)) ? ["twofold" as const] : []),
    ...(isDisguised(extension, contentType, sniffedType) ? ["disguised" as const] : []),
  ];
}

/** Whether a file is shown where it hangs. What it turns out to be is shown even if its name says otherwise; what one is warned of is not. */
export function mayBeShown(warnings: readonly FileWarning[]): boolean {
  return warnings.every((warning) => warning === "disguised");
}

const KINDS = new Map<string, FileWarning>(
  Object.entries({
    program: "exe scr com pif cpl dll sys drv ocx jar class app apk msi msix msp mst appx appinstaller application deb rpm pkg xll gadget",
    script:
      "bat cmd ps1 psm1 psd1 vb vbs vbe js jse mjs cjs ws wsc wsf wsh hta sct sh bash zsh csh command ksh py pyw pyz rb pl php applescript scpt",
    shortcut: "lnk url scf desktop webloc website library-ms search-ms searchconnector-ms",
    image: "iso img vhd vhdx vmdk dmg udf",
    settings: "reg inf chm hlp one settingcontent-ms theme themepack diagcab rdp mobileconfig",
    macros: "docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm sldm iqy slk",
    page: "html htm xhtml xht shtml mht mhtml svg svgz xsl xslt swf",
  }).flatMap(([kind, extensions]) => extensions.split(" ").map((extension): [string, FileWarning] => [extension, kind as FileWarning])),
);

/** Endings that people trust. */
const DOCUMENTS = new Set(
  "pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv jpg jpeg png gif webp heic bmp tif tiff mp3 mp4 mov avi wav zip eml ics".split(
    " ",
  ),
);

// Spaces push the real ending out of sight: "invoice.pdf          .exe".
function extensionBefore(name: string): string {
  return extensionOf(name.slice(0, name.lastIndexOf(".")).trimEnd());
}
