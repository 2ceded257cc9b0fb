import { decodeWords } from "./encoded-words";
import { findValue, type HeaderField } from "./header-block";
import { readStructured, type StructuredValue } from "./parameters";

const EMPTY: StructuredValue = { value: "", parameters: new Map() };

/** A field with parameters; an empty one when it is not there. `charset` is what raw 8-bit bytes in it are likely in. */
export function readField(fields: HeaderField[], name: string, charset: string | null = null): StructuredValue {
  const value = findValue(fields, name);
  return value === undefined ? EMPTY : readStructured(value, charset);
}

/** The file name that the fields of a part give. */
export function readFilename(fields: HeaderField[], charset: string | null = null): string | null {
  const { parameters } = readField(fields, "content-disposition", charset);
  return parameters.get("filename") || readField(fields, "content-type", charset).parameters.get("name") || null;
}

/** Without angle brackets; null when there is none. */
export function readContentId(fields: HeaderField[]): string | null {
  return (
    decodeWords(findValue(fields, "content-id") ?? "")
      .trim()
      .replace(/^<|>$/g, "")
      .replace(/[\p{Cc}\s]+/gu, "") || null
  );
}
