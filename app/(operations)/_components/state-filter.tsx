import { FilterLink } from "./filter-link";

interface StateFilterProps<State extends string> {
  path: "/deliveries" | "/engine";
  /** In the order in which they are offered. */
  states: readonly State[];
  words: Record<State, { label: string }>;
  chosen: State | undefined;
}

/** One state or all. In the address, so that it can be kept and sent. One line at any width: what has no room is scrolled to, from edge to edge. */
export function StateFilter<State extends string>({ path, states, words, chosen }: StateFilterProps<State>) {
  return (
    <nav
      aria-label="State"
      className="-mx-2 flex min-w-0 items-center gap-1 overflow-x-auto overflow-y-hidden px-2 py-1 [scrollbar-width:none] pointer-coarse:py-2 lg:mx-0"
    >
      {[undefined, ...states].map((state) => (
        <FilterLink key={state ?? "all"} href={state ? `${path}?state=${state}` : path} chosen={state === chosen}>
          {state ? words[state].label : "All"}
        </FilterLink>
      ))}
    </nav>
  );
}
