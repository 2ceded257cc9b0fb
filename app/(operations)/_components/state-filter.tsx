import Link from "next/link";
import { cx } from "@/app/_ui/cx";

interface StateFilterProps<State extends string> {
  path: "/deliveries" | "/engine";
  /** In the order in which they are offered. */
  states: readonly State[];
  words: Record<State, { label: string }>;
  chosen: State | undefined;
}

/** One state or all. In the address, so that it can be kept and sent. */
export function StateFilter<State extends string>({ path, states, words, chosen }: StateFilterProps<State>) {
  return (
    <nav aria-label="State" className="flex flex-wrap gap-1">
      {[undefined, ...states].map((state) => (
        <Link
          key={state ?? "all"}
          href={state ? `${path}?state=${state}` : path}
          aria-current={state === chosen ? "page" : undefined}
          className={cx(
            "touch-target inline-flex h-7 items-center rounded px-2 text-ink-soft hover:bg-hover hover:text-ink",
            "aria-[current]:bg-pressed aria-[current]:font-medium aria-[current]:text-ink",
          )}
        >
          {state ? words[state].label : "All"}
        </Link>
      ))}
    </nav>
  );
}
