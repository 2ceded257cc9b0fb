/** A thing that was said in two ways. */
export interface Difference {
  field: string;
  before: string;
  after: string;
}

const WORDS: Record<string, string> = {
  from: "From",
  sender: "Sender",
  replyTo: "Reply to",
  to: "To",
  cc: "Cc",
  bcc: "Bcc",
  mid: "Message-ID",
  refs: "References",
  claimedAt: "Date",
  html: "HTML",
};

/** What was said before and what is said now, one under the other. */
export function Differences({ differences }: { differences: readonly Difference[] }) {
  return (
    <dl className="flex flex-col gap-3 text-small">
      {differences.map(({ field, before, after }) => (
        <div key={field}>
          <dt className="mb-1 text-ink-faint">{WORDS[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}`}</dt>
          <dd className="overflow-hidden rounded border font-mono">
            <del className="block whitespace-pre-wrap break-all bg-failed-soft px-2 py-1 text-failed no-underline">
              <span className="sr-only">Before: </span>
              <bdi>{before || "(empty)"}</bdi>
            </del>
            <ins className="block whitespace-pre-wrap break-all bg-done-soft px-2 py-1 text-done no-underline">
              <span className="sr-only">Now: </span>
              <bdi>{after || "(empty)"}</bdi>
            </ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
