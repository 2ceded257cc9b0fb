"use client";

import { useCallback, useEffect, useState } from "react";
import { HtmlBody } from "@/app/_mail/html-body";
import { printInFrame } from "@/app/_mail/print-frame";
import { printable } from "@/app/_mail/printable";
import { Button } from "@/app/_ui/button";
import { inputClass } from "@/app/_ui/field";
import type { ShownBodies } from "@/lib/mail/show";

/**
 * Shows HTML as a message of the inbox would. It comes from the address's fragment, from a `postMessage({ html })` of this page, or from the
 * field. `data-shown` on the main element counts what has been laid out.
 */
export function RenderBench() {
  const [typed, setTyped] = useState("");
  const [shown, setShown] = useState<{ count: number; body: ShownBodies }>();

  const show = useCallback(async (html: string) => {
    const response = await fetch("/api/dev/render", { method: "POST", headers: { "content-type": "text/html" }, body: html });
    const body = (await response.json()) as ShownBodies;
    setShown((before) => ({ count: (before?.count ?? 0) + 1, body }));
  }, []);

  useEffect(() => {
    const fromFragment = () => {
      if (window.location.hash.length > 1) void show(decodeURIComponent(window.location.hash.slice(1)));
    };
    const fromMessage = ({ data, source }: MessageEvent<unknown>) => {
      if (source === window && typeof data === "object" && data !== null && "html" in data) void show(String(data.html));
    };
    fromFragment();
    window.addEventListener("hashchange", fromFragment);
    window.addEventListener("message", fromMessage);
    return () => {
      window.removeEventListener("hashchange", fromFragment);
      window.removeEventListener("message", fromMessage);
    };
  }, [show]);

  return (
    <main className="mx-auto flex max-w-220 flex-col gap-3 p-4">
      <h1 className="font-semibold text-title">Render</h1>
      <form
        className="flex flex-col items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void show(typed);
        }}
      >
        <label htmlFor="html">HTML of a mail</label>
        <textarea
          id="html"
          rows={6}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          className={inputClass("h-auto py-2 font-mono")}
        />
        <Button type="submit" look="primary">
          Show
        </Button>
      </form>
      {shown && <Rendered key={shown.count} {...shown} />}
    </main>
  );
}

function Rendered({ count, body }: { count: number; body: ShownBodies }) {
  const [laidOut, setLaidOut] = useState(false);
  const { html, ...rest } = body;
  const told = html?.ok ? { ...html, html: undefined } : html;
  return (
    <section aria-label="The mail" data-shown={laidOut || !html?.ok ? count : undefined}>
      {html?.ok && (
        <HtmlBody
          messageId={`render-${count}`}
          version={0}
          html={html.html}
          dark={html.dark}
          folds={html.folds ?? false}
          title="The mail"
          onShown={() => setLaidOut(true)}
        />
      )}
      {html?.ok && (
        <Button className="mt-3 print:hidden" onClick={() => void print(html.html)}>
          Print
        </Button>
      )}
      <pre className="mt-3 overflow-x-auto whitespace-pre-wrap break-all font-mono text-small">
        {JSON.stringify(html?.ok ? told : { html: told, ...rest }, null, 2)}
      </pre>
    </section>
  );
}

/** As a message of the inbox is printed. */
async function print(html: string) {
  const { cleanInBrowser } = await import("@/app/_mail/clean-in-browser");
  const forPaper = printable(await cleanInBrowser(html), { quoted: true });
  printInFrame("The mail", [{ head: [], remarks: [], body: { html: forPaper } }]);
}
