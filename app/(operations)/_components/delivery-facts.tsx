import Link from "next/link";
import type { DeliveryDetail } from "@/app/_data/deliveries";
import { LocalTime } from "@/app/_ui/local-time";
import { formatBytes, plural } from "@/app/_ui/numbers";
import { type Fact, FactList } from "./fact-list";

/** What came in, as it came in. */
export function DeliveryFacts({ delivery }: { delivery: DeliveryDetail }) {
  const { id, sourceName, contentType, size, repeats, acceptedAt, variantOf, dedupeKey, bodySha256, headers } = delivery;
  const facts: Fact[] = [
    ["Source", sourceName],
    ["Received", <LocalTime key="received" at={acceptedAt} whole />],
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
    ...Object.entries(headers).map(([name, value]): Fact => [name, value, true]),
  ];

  return <FactList facts={facts} />;
}
