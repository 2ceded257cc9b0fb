/** Ending of a name that stays in sight, in characters with its dot. */
const MAX_ENDING_CHARS = 9;

/**
 * A file's name in one line. What is cut is its middle: what a file is stands at its end, and its end on the right in every script, lest
 * a program with a Hebrew name seem to end in `jpg`. Read out, it is one name.
 */
export function FileName({ name }: { name: string }) {
  const dot = name.lastIndexOf(".");
  const cut = dot > 0 && name.length - dot <= MAX_ENDING_CHARS ? dot : name.length;
  return (
    <bdi dir="ltr" title={name} className="flex min-w-0 max-w-full">
      <span className="sr-only">{name}</span>
      <bdi aria-hidden className="truncate">
        {name.slice(0, cut)}
      </bdi>
      <span aria-hidden className="shrink-0">
        {name.slice(cut)}
      </span>
    </bdi>
  );
}
