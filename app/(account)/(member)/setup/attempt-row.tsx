import { Check, CircleAlert, CircleSlash, CircleX, LoaderCircle, type LucideIcon } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import type { Wire } from "@/app/_data/wire";
import { Badge, type Tone } from "@/app/_ui/badge";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { Attempt } from "@/lib/operations/attempts";

type Taken = Wire<Extract<Attempt, { taken: true }>>;
type Refused = Wire<Extract<Attempt, { taken: false }>>;

const OUTCOMES: Record<Taken["state"], { label: string; tone: Tone; icon: LucideIcon; words: string }> = {
  accepted: { label: "Taken in", tone: "waiting", icon: LoaderCircle, words: "Being filed" },
  filed: { label: "Filed", tone: "done", icon: Check, words: "Filed" },
  ignored: { label: "Ignored", tone: "neutral", icon: CircleSlash, words: "Set aside" },
  dead: { label: "Failed", tone: "failed", icon: CircleAlert, words: "Could not be filed" },
};

/** One request: what became of it, or which check it failed with what was expected and what was there. */
export function AttemptRow({ attempt }: { attempt: Wire<Attempt> }) {
  return attempt.taken ? <TakenRow attempt={attempt} /> : <RefusedRow attempt={attempt} />;
}

function TakenRow({ attempt: { id, at, state, reason, subject } }: { attempt: Taken }) {
  const { label, tone, icon, words } = OUTCOMES[state];
  return (
    <Row at={at} tone={tone} icon={icon} label={label}>
      <Link href={`/deliveries/${id}`} className="block truncate hover:underline">
        <bdi>{subject === null ? words : subject || "No subject"}</bdi>
      </Link>
      {reason && <p className="text-ink-soft">{reason}</p>}
    </Row>
  );
}

function RefusedRow({ attempt: { at, status, failed, reason, expected, seen } }: { attempt: Refused }) {
  return (
    <Row at={at} tone="failed" icon={CircleX} label={`Refused ${status}`}>
      <p>{reason}</p>
      <dl className="mt-1 grid grid-cols-[auto_1fr] gap-x-3 text-ink-soft text-small">
        <Fact name="Check" value={failed} />
        {expected && <Fact name="Expected" value={expected} />}
        {seen && <Fact name="Seen" value={seen} />}
      </dl>
    </Row>
  );
}

interface RowProps {
  at: string;
  tone: Tone;
  icon: LucideIcon;
  label: string;
  children: ReactNode;
}

function Row({ at, tone, icon, label, children }: RowProps) {
  return (
    <div className="grid grid-cols-[6.5rem_1fr_auto] items-start gap-x-3 py-2.5">
      <span>
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </span>
      <div className="min-w-0">{children}</div>
      <RelativeTime at={at} className="text-ink-faint text-small tabular-nums" />
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className="break-words font-mono">{value}</dd>
    </>
  );
}
