/**
 * One byte range of RFC 9110 §14.1.2, both ends inclusive and inside the file. Undefined where the whole file is to be sent: no range, several,
 * or one that cannot be read, which a server may ignore.
 */
export function parseRange(header: string | null, size: number): { start: number; end: number } | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return undefined;

  // "-500" is the last 500 bytes.
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size - 1 : Math.min(Number(last), size - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  return start < size && start <= end ? { start, end } : "unsatisfiable";
}
