/** Type ids from Postgres's catalog (pg_type.dat), which never change. */
const OID = { bytea: 17, int2: 21, int4: 23, text: 25, uuid: 2950 };
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;

/**
 * A one-dimensional Postgres array in its binary format, as one parameter: a flag for nulls, the element type, one
 * dimension, then each element after its length, -1 for null (array_send in src/backend/utils/adt/arrayfuncs.c).
 * `pg` sends any Buffer in binary, so a batch of bodies goes over the wire as it is, without hex or escaping.
 */
export const byteas = (items: readonly (Buffer | null)[]) => binaryArray(OID.bytea, items);
export const texts = (items: readonly (string | null)[]) =>
  binaryArray(
    OID.text,
    items.map((item) => (item === null ? null : Buffer.from(item))),
  );
export const uuids = (items: readonly (string | null)[]) =>
  binaryArray(
    OID.uuid,
    items.map((item) => (item === null ? null : Buffer.from(item.replaceAll("-", ""), "hex"))),
  );
export const int4s = (items: readonly number[]) =>
  binaryArray(
    OID.int4,
    items.map((item) => {
      const bytes = Buffer.allocUnsafe(4);
      bytes.writeInt32BE(item);
      return bytes;
    }),
  );
export const int2s = (items: readonly number[]) =>
  binaryArray(
    OID.int2,
    items.map((item) => {
      const bytes = Buffer.allocUnsafe(2);
      bytes.writeInt16BE(item);
      return bytes;
    }),
  );

function binaryArray(oid: number, items: readonly (Buffer | null)[]): Buffer {
  const size = items.reduce((sum, item) => sum + LENGTH_BYTES + (item?.length ?? 0), HEADER_BYTES);
  const array = Buffer.allocUnsafe(size);
  array.writeInt32BE(1, 0);
  array.writeInt32BE(items.includes(null) ? 1 : 0, 4);
  array.writeInt32BE(oid, 8);
  array.writeInt32BE(items.length, 12);
  array.writeInt32BE(1, 16);

  let at = HEADER_BYTES;
  for (const item of items) {
    at = array.writeInt32BE(item?.length ?? -1, at);
    if (item) at += item.copy(array, at);
  }
  return array;
}
