import { CalendarDays, CalendarX, Repeat } from "lucide-react";
import type { Invitation } from "@/app/_data/invitations";
import { Badge, type Tone } from "@/app/_ui/badge";
import { spanOf } from "./calendar-span";

/** What a calendar file asks of its reader (RFC 5546 §1.4). */
const METHODS: Record<string, { word: string; tone: Tone }> = {
  REQUEST: { word: "Invitation", tone: "neutral" },
  PUBLISH: { word: "Event", tone: "neutral" },
  CANCEL: { word: "Cancelled", tone: "failed" },
  REPLY: { word: "Answer to an invitation", tone: "neutral" },
  COUNTER: { word: "Proposes another time", tone: "waiting" },
  DECLINECOUNTER: { word: "Declines another time", tone: "neutral" },
  ADD: { word: "Adds a date", tone: "neutral" },
  REFRESH: { word: "Asks for the newest version", tone: "neutral" },
};

/** An event, in the reader's own zone where its zone is known. All of it is the sender's word. */
export function InvitationCard({ invitation: { method, summary, location, organiser, start, end, recurs } }: { invitation: Invitation }) {
  const { word, tone } = METHODS[method ?? ""] ?? { word: "Event", tone: "neutral" as const };
  const when = start && spanOf(start, end);
  return (
    <section aria-label={`${word}: ${summary}`} className="flex flex-col gap-1 rounded border bg-panel px-3 py-2">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tone} icon={method === "CANCEL" ? CalendarX : CalendarDays}>
          {word}
        </Badge>
        {recurs && (
          <span className="inline-flex items-center gap-1 text-ink-soft text-small">
            <Repeat aria-hidden size={12} strokeWidth={2} />
            Repeats; this is the first date
          </span>
        )}
      </div>
      <p className="break-words font-medium">
        <bdi>{summary || "Without a title"}</bdi>
      </p>
      {when && (
        <p className="text-ink-soft">
          <time dateTime={start.at ?? start.local}>{when.text}</time>
          {when.note && <span className="text-ink-faint">{` (${when.note})`}</span>}
        </p>
      )}
      {location && (
        <p className="break-words text-ink-soft">
          <bdi>{location}</bdi>
        </p>
      )}
      {organiser && (
        <p className="break-all text-ink-faint text-small">
          Organised by <bdi>{organiser}</bdi>
        </p>
      )}
    </section>
  );
}
