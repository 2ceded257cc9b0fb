import { Badge, type Tone } from "@/app/_ui/badge";
import { Button } from "@/app/_ui/button";
import { plural } from "@/app/_ui/numbers";
import { RelativeTime } from "@/app/_ui/relative-time";
import type { Reparse } from "@/db/schema";
import { resume, stop } from "../actions";

const STATES: Record<Reparse["state"], { word: string; tone: Tone }> = {
  running: { word: "Running", tone: "waiting" },
  stopped: { word: "Stopped", tone: "neutral" },
  failed: { word: "Failed", tone: "failed" },
  done: { word: "Done", tone: "done" },
};

/** Passes over all mail, newest first: how far each came and what it found. */
export function PassList({ passes }: { passes: Reparse[] }) {
  return (
    <ul>
      {passes.map((pass) => (
        <li key={pass.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-3 lg:px-6">
          <Badge tone={STATES[pass.state].tone}>{STATES[pass.state].word}</Badge>
          <progress
            value={pass.checked}
            max={Math.max(pass.total, 1)}
            aria-label="Progress"
            className="h-1.5 w-40 appearance-none overflow-hidden rounded-full bg-pressed [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-pressed [&::-webkit-progress-value]:bg-accent"
          />
          <span className="tabular-nums">{`${plural(pass.checked, "mail")} of ${new Intl.NumberFormat().format(pass.total)}`}</span>
          <span className="text-ink-soft tabular-nums">{foundBy(pass)}</span>
          <RelativeTime at={pass.startedAt.toISOString()} className="ml-auto text-ink-faint text-small" />
          <Control pass={pass} />
          {pass.reason && <p className="w-full break-words text-failed">{pass.reason}</p>}
        </li>
      ))}
    </ul>
  );
}

function foundBy({ differing, unreadable }: Reparse): string {
  const found = differing === 0 ? "none read otherwise" : `${new Intl.NumberFormat().format(differing)} read otherwise`;
  return unreadable === 0 ? found : `${found}, ${new Intl.NumberFormat().format(unreadable)} unreadable`;
}

function Control({ pass: { id, state } }: { pass: Reparse }) {
  if (state === "done") return null;
  return (
    <form action={state === "running" ? stop : resume}>
      <input type="hidden" name="id" value={id} />
      <Button type="submit" look="ghost">
        {state === "running" ? "Stop" : "Go on"}
      </Button>
    </form>
  );
}
