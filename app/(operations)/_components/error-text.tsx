/** What went wrong, in its first line; the others, such as a stack, for whoever asks. */
export function ErrorText({ text }: { text: string }) {
  const [first, ...rest] = text.trim().split("\n");
  return (
    <div className="wrap-anywhere">
      {first}
      {rest.length > 0 && (
        <details>
          <summary className="touch-target w-fit rounded-sm text-small underline underline-offset-2">All of it</summary>
          <pre
            // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
            tabIndex={0}
            className="mt-1 max-h-80 overflow-y-auto whitespace-pre-wrap font-mono text-small"
          >
            {rest.join("\n")}
          </pre>
        </details>
      )}
    </div>
  );
}
