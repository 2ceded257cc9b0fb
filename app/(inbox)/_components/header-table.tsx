/** All headers in order, decoded. */
export function HeaderTable({ headers }: { headers: [name: string, value: string][] }) {
  if (headers.length === 0) return <p className="text-ink-faint">This message came without headers.</p>;
  return (
    <dl className="flex flex-col gap-1 overflow-x-auto rounded border bg-panel p-3 font-mono text-small">
      {headers.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: headers repeat, and never change.
        <div key={index} className="grid gap-x-3 sm:grid-cols-[14rem_1fr]">
          <dt className="break-all text-ink-faint">{name}</dt>
          <dd className="break-all">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
