import { Fragment, type ReactNode } from "react";

/** What is known of a thing, by name; `mono` for what a machine wrote. What has no value is left out. */
export type Fact = [name: string, value: ReactNode, mono?: boolean];

export function FactList({ facts }: { facts: Fact[] }) {
  return (
    <dl className="grid gap-x-6 sm:grid-cols-[auto_1fr] sm:gap-y-1">
      {facts.map(
        ([name, value, mono]) =>
          value && (
            <Fragment key={name}>
              <dt className="text-ink-faint">{name}</dt>
              <dd className={mono ? "min-w-0 break-all font-mono text-small leading-5 max-sm:mb-2" : "min-w-0 break-words max-sm:mb-2"}>
                {value}
              </dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
