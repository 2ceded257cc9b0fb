import Link from "next/link";
import { cx } from "@/app/_ui/cx";
import { type DeliveryState, deliveryState } from "@/db/schema";
import { STATE_WORDS } from "./delivery-state";

/** One state or all. In the address, so that it can be kept and sent. */
export function DeliveryFilter({ state }: { state: DeliveryState | undefined }) {
  const choices = [undefined, ...deliveryState.enumValues];
  return (
    <nav aria-label="State" className="flex flex-wrap gap-1">
      {choices.map((choice) => (
        <Link
          key={choice ?? "all"}
          href={choice ? `/deliveries?state=${choice}` : "/deliveries"}
          aria-current={choice === state ? "page" : undefined}
          className={cx(
            "touch-target inline-flex h-7 items-center rounded px-2 text-ink-soft hover:bg-hover hover:text-ink",
            "aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:text-ink",
          )}
        >
          {choice ? STATE_WORDS[choice].label : "All"}
        </Link>
      ))}
    </nav>
  );
}
