import type { Message } from "@/app/_data/conversations";
import { Badge, type Tone } from "@/app/_ui/badge";
import { plural } from "@/app/_ui/numbers";

/** Recipients shown before the rest is only counted. */
const MAX_SHOWN = 20;

const OUTCOMES: Record<Message["events"][number]["outcome"], { word: string; tone: Tone }> = {
  bounced: { word: "Not delivered", tone: "failed" },
  complained: { word: "Complained", tone: "failed" },
  deferred: { word: "Delayed", tone: "waiting" },
  unsubscribed: { word: "Unsubscribed", tone: "waiting" },
  delivered: { word: "Delivered", tone: "done" },
  relayed: { word: "Passed on", tone: "neutral" },
};

/** What a bounce or complaint says became of a mail, recipient by recipient. */
export function DeliveryReport({ events }: { events: Message["events"] }) {
  const [first] = events;
  return (
    <section aria-label="Delivery report" className="rounded border bg-panel px-3 py-2">
      <ul className="flex flex-col gap-2">
        {events.slice(0, MAX_SHOWN).map(({ id, outcome, recipient, status, detail }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
            <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].word}</Badge>
            <bdi className="min-w-0 break-all">{recipient ?? "to somebody the report does not name"}</bdi>
            {status && <span className="font-mono text-ink-soft text-small">{status}</span>}
            {detail && <bdi className="w-full break-words text-ink-soft text-small">{detail}</bdi>}
          </li>
        ))}
      </ul>
      {events.length > MAX_SHOWN && (
        <p className="mt-2 text-ink-soft text-small">{`and ${plural(events.length - MAX_SHOWN, "more", "more")}`}</p>
      )}
      <p className="mt-2 break-all text-ink-faint text-small">
        {first?.reporter && <bdi>{`Reported by ${first.reporter}. `}</bdi>}
        <bdi>{first?.originalMid ? `About the mail ${first.originalMid}` : "The report does not name the mail it is about."}</bdi>
      </p>
    </section>
  );
}
