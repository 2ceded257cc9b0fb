import "server-only";
import { extract, preview, scan, sniff } from "./examine-blob";
import { fileDelivery } from "./file-delivery";
import { reparse } from "./reparse";
import { resumeReparses } from "./resume-reparses";
import { sweep } from "./sweep";
import { tidyBlobs } from "./tidy-blobs";

/** Every job, as served to the engine. */
export const functions = [fileDelivery, sniff, scan, preview, extract, reparse, resumeReparses, sweep, tidyBlobs];
