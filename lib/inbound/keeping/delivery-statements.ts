import type { Client } from "pg";
import { byteas, int2s, int4s, texts, uuids } from "./binary-array";
import type { DeliveriesTable, Known } from "./keep-deliveries";
import type { NewDelivery } from "./new-delivery";

// Prepared once per connection under these names.
const INSERT = {
  name: "keep-deliveries",
  text: `insert into deliveries
      (id, workspace_id, source_id, dedupe_key, variant_of, body_sha256, content_type, size, encoding, body, body_key, headers)
    select id, workspace_id, source_id, dedupe_key, variant_of, body_sha256, content_type, size, encoding, body, body_key, headers::jsonb
    from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::int4[], $9::int2[],
                $10::bytea[], $11::text[], $12::text[])
      as new (id, workspace_id, source_id, dedupe_key, variant_of, body_sha256, content_type, size, encoding, body, body_key, headers)
    on conflict (source_id, dedupe_key) do nothing`,
};

const FIND_SAME = {
  name: "find-same-deliveries",
  text: `select d.id, d.source_id as "sourceId", d.dedupe_key as "dedupeKey", d.body_sha256 as "bodySha256"
    from unnest($1::uuid[], $2::text[]) as new (source_id, dedupe_key)
    join deliveries d on d.source_id = new.source_id and d.dedupe_key = new.dedupe_key`,
};

// Rows are locked in the order of their ids: two processes counting the same repeats must not wait for each other.
const COUNT_REPEATS = {
  name: "count-repeats",
  text: `with locked as materialized (select id from deliveries where id = any($1::uuid[]) order by id for no key update)
    update deliveries d set repeats = d.repeats + new.times
    from locked join unnest($1::uuid[], $2::int4[]) as new (id, times) on new.id = locked.id
    where d.id = locked.id`,
};

/** The statements of the group commit, on its own connection, with arrays in binary. */
export function deliveryStatements(client: Client): DeliveriesTable {
  return {
    async insert(rows) {
      const { rowCount } = await client.query({ ...INSERT, values: columns(rows) });
      return rowCount ?? 0;
    },

    async findSame(rows) {
      const values = [uuids(rows.map(({ sourceId }) => sourceId)), texts(rows.map(({ dedupeKey }) => dedupeKey))];
      const { rows: found } = await client.query<Known>({ ...FIND_SAME, values });
      return found;
    },

    async countRepeats(times) {
      await client.query({ ...COUNT_REPEATS, values: [uuids([...times.keys()]), int4s([...times.values()])] });
    },
  };
}

function columns(rows: readonly NewDelivery[]): Buffer[] {
  return [
    uuids(rows.map(({ id }) => id)),
    uuids(rows.map(({ workspaceId }) => workspaceId)),
    uuids(rows.map(({ sourceId }) => sourceId)),
    texts(rows.map(({ dedupeKey }) => dedupeKey)),
    uuids(rows.map(({ variantOf }) => variantOf)),
    texts(rows.map(({ bodySha256 }) => bodySha256)),
    texts(rows.map(({ contentType }) => contentType)),
    int4s(rows.map(({ size }) => size)),
    int2s(rows.map(({ encoding }) => encoding)),
    byteas(rows.map(({ body }) => body)),
    texts(rows.map(({ bodyKey }) => bodyKey)),
    texts(rows.map(({ headers }) => JSON.stringify(headers))),
  ];
}
