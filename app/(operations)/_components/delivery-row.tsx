import Link from "next/link";
import type { Delivery } from "@/app/_data/deliveries";
import { formatBytes, formatDuration, plural } from "@/app/_ui/numbers";
import { RelativeTime } from "@/app/_ui/relative-time";
import { DeliveryState } from "./delivery-state";

export function DeliveryRow({ delivery }: { delivery: Delivery }) {
  return (
    <Link
      href={`/deliveries/${delivery.id}`}
      className="grid min-h-11 grid-cols-[4.5rem_1fr_auto] sm:grid-cols-[5.5rem_1fr_auto] items-center gap-x-3 border-b px-4 py-2 hover:bg-hover focus-visible:-outline-offset-2 active:bg-pressed lg:px-6"
    >
      <DeliveryState state={delivery.state} />
      <span className="flex min-w-0 flex-col">
        <Gist delivery={delivery} />
        <span className="truncate text-ink-faint text-small">{factsOf(delivery).join(" · ")}</span>
      </span>
      <RelativeTime at={delivery.acceptedAt} className="text-ink-faint text-small tabular-nums" />
    </Link>
  );
}

/** What a person knows it by: why it stuck, else the mail it became, else its id. */
function Gist({ delivery: { id, reason, filed } }: { delivery: Delivery }) {
  const [mail] = filed;
  if (reason) return <span className="truncate">{reason}</span>;
  if (!mail) return <span className="truncate font-mono text-ink-soft text-small">{id}</span>;
  return (
    <span className="truncate">
      <bdi>{mail.subject || "No subject"}</bdi>
      <bdi className="ml-2 text-ink-faint">{mail.from?.name || mail.from?.address}</bdi>
    </span>
  );
}

function factsOf({ sourceName, size, repeats, failures, acceptedAt, finishedAt, variantOf }: Delivery): string[] {
  return [
    sourceName,
    formatBytes(size),
    finishedAt ? `done in ${formatDuration(Date.parse(finishedAt) - Date.parse(acceptedAt))}` : "",
    repeats > 0 ? `sent again ${plural(repeats, "time")}` : "",
    failures > 0 ? plural(failures, "failed try", "failed tries") : "",
    variantOf ? "same id, other content" : "",
  ].filter(Boolean);
}
