import { eventType } from "inngest";
import { z } from "zod";

/** A delivery is committed. Carries ids only, its own and whose it is: events are small and may be repeated. */
export const deliveryAccepted = eventType("inbound/delivery.accepted", {
  schema: z.object({ deliveryId: z.uuid(), workspaceId: z.uuid() }),
});

/** A self-hosted process is up and answers. */
export const processStarted = eventType("operations/process.started", { schema: z.object({}) });

/** A batch of a pass over all mail is due. Counted from 0. */
export const reparseDue = eventType("operations/reparse.due", { schema: z.object({ reparseId: z.uuid(), batch: z.int().min(0) }) });

/** Bytes are kept that nobody has looked at. */
export const blobKept = eventType("attachments/blob.kept", { schema: z.object({ blobId: z.uuid() }) });

/** A file may be opened, and has something to show. */
export const previewWanted = eventType("attachments/preview.wanted", { schema: z.object({ blobId: z.uuid() }) });

/** A file may be opened, and has text to read. */
export const textWanted = eventType("attachments/text.wanted", { schema: z.object({ blobId: z.uuid() }) });

/** Bytes are kept that the virus scanner has not seen. */
export const scanWanted = eventType("attachments/scan.wanted", { schema: z.object({ blobId: z.uuid() }) });
