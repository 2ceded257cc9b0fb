import "server-only";
import { extractBlob, giveUpExtracting } from "@/lib/attachments/extract-blob";
import { giveUpPreviewing, previewBlob } from "@/lib/attachments/preview-blob";
import { giveUpScanning, scanBlob } from "@/lib/attachments/scan-blob";
import { giveUpSniffing, sniffBlob } from "@/lib/attachments/sniff-blob";
import { blobJob } from "./blob-job";
import { blobKept, previewWanted, scanWanted, textWanted } from "./events";

/** Finds out what a file really is, whatever its sender called it. */
export const sniff = blobJob({
  verb: "sniff",
  name: "Find out what a file is",
  trigger: blobKept,
  atOnce: 4,
  work: sniffBlob,
  giveUp: giveUpSniffing,
  opens: true,
});

/** Has a file scanned for viruses. */
export const scan = blobJob({
  verb: "scan",
  name: "Scan a file for viruses",
  trigger: scanWanted,
  atOnce: 4,
  work: scanBlob,
  giveUp: giveUpScanning,
  opens: true,
});

/** Makes the pictures that are shown of a file. */
export const preview = blobJob({
  verb: "preview",
  name: "Make a preview of a file",
  trigger: previewWanted,
  atOnce: 2,
  work: previewBlob,
  giveUp: giveUpPreviewing,
  opens: false,
});

/** Reads the text of a file, for search. */
export const extract = blobJob({
  verb: "extract",
  name: "Read the text of a file",
  trigger: textWanted,
  atOnce: 2,
  work: extractBlob,
  giveUp: giveUpExtracting,
  opens: false,
});
