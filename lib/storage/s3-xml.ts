import { Parser } from "htmlparser2";

/** What every element of this name holds, in order: as much of S3's answers as we need. */
export function valuesOf(xml: string, element: string): string[] {
  const values: string[] = [];
  let text: string | undefined;
  const parser = new Parser(
    {
      onopentag: (name) => {
        if (name === element) text = "";
      },
      ontext: (part) => {
        if (text !== undefined) text += part;
      },
      onclosetag: (name) => {
        if (name === element && text !== undefined) values.push(text);
        if (name === element) text = undefined;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
  return values;
}

/** Uploads on a page of ListMultipartUploads that began before `before`. */
export function startedBefore(page: string, before: Date): { key: string; uploadId: string }[] {
  const [keys, ids, starts] = [valuesOf(page, "Key"), valuesOf(page, "UploadId"), valuesOf(page, "Initiated")];
  return keys.flatMap((key, index) => {
    const uploadId = ids[index];
    return uploadId && Date.parse(starts[index] ?? "") < before.getTime() ? [{ key, uploadId }] : [];
  });
}

/** What to ask for the page after this one of ListMultipartUploads; undefined when it is the last. */
export function nextUploads(page: string): Record<string, string> | undefined {
  const [truncated] = valuesOf(page, "IsTruncated");
  const [key] = valuesOf(page, "NextKeyMarker");
  const [uploadId] = valuesOf(page, "NextUploadIdMarker");
  if (truncated !== "true" || !key) return undefined;
  return { "key-marker": key, ...(uploadId && { "upload-id-marker": uploadId }) };
}

export interface UploadedPart {
  /** From 1. */
  number: number;
  etag: string;
}

/** The body of CompleteMultipartUpload. */
export function completion(parts: readonly UploadedPart[]): string {
  const list = parts.map(({ number, etag }) => `<Part><PartNumber>${number}</PartNumber><ETag>${escaped(etag)}</ETag></Part>`);
  return `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${list.join("")}</CompleteMultipartUpload>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
