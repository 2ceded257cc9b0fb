import { CopyButton } from "./copy-button";

/** Text to copy whole: an endpoint, a secret, a command. Scrolls inside itself. */
export function CodeBlock({ text, label }: { text: string; label: string }) {
  return (
    <div className="flex items-start rounded border bg-panel">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <section tabIndex={0} aria-label={label} className="min-w-0 flex-1 overflow-x-auto px-3 py-2">
        <pre className="font-mono text-small">{text}</pre>
      </section>
      <CopyButton text={text} label={`Copy ${label}`} />
    </div>
  );
}
