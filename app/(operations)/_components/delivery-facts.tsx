import Link from "next/link";
import { Fragment, type ReactNode } from "react";
import type { DeliveryDetail } from "@/app/_data/deliveries";
import { formatBytes, plural } from "@/app/_ui/numbers";
import { exactTime } from "@/app/_ui/time";

/** What came in, as it came in. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  const { id, sourceName, contentType, size, repeats, acceptedAt, variantOf, dedupeKey, bodySha256, headers } = delivery;
  const facts: [label: string, value: ReactNode, mono?: boolean][] = [
    ["Source", sourceName],
    ["Received", exactTime(new Date(acceptedAt))],
    ["Body", `${contentType}, ${formatBytes(size)}`],
    ["Sent again", repeats === 0 ? "Never" : plural(repeats, "time")],
    ["Delivery", id, true],
    ["Identity", dedupeKey, true],
    ["SHA-256", bodySha256, true],
    [
      "Variant of",
      variantOf && (
        <Link href={`/deliveries/${variantOf}`} className="text-accent-text underline underline-offset-2">
          {variantOf}
        </Link>
      ),
      true,
    ],
    ...Object.entries(headers).map(([name, value]): [string, ReactNode, boolean] => [name, value, true]),
  ];

  return (
    <dl className="grid gap-x-6 gap-y-1 sm:grid-cols-[auto_1fr]">
      {facts.map(
        ([label, value, mono]) =>
          value && (
            <Fragment key={label}>
              <dt className="text-ink-faint">{label}</dt>
              <dd className={mono ? "min-w-0 break-all font-mono text-small leading-5" : "min-w-0 break-words"} suppressHydrationWarning>
                {value}
              </dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
