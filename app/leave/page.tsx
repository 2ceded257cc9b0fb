import { ExternalLink, ShieldAlert } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { buttonClass } from "@/app/_ui/button";
import { doubtLink, type LinkDoubt, writtenHost } from "@/lib/mail/link-doubts";
import { safeHref } from "@/lib/mail/links";
import { requireMember } from "@/lib/workspaces/gate";

export const metadata: Metadata = { title: "Leaving", robots: "noindex" };

const REASONS: Record<LinkDoubt, string> = {
  elsewhere: "Its text is an address, and it leads to another one.",
  lookalike: "The name of its site mixes alphabets, so that it can look like another name.",
  punycode: "The name of its site has letters that can be mistaken for others.",
  number: "Its site has no name, only a number.",
  userinfo: "What stands before the @ looks like a site and is none.",
};

/** Asks before a doubtful link of a mail is followed. For members only, so that it lends nobody else our name. */
export default async function LeavePage({ searchParams }: PageProps<"/leave">) {
  await requireMember();
  const { to, as: text } = await searchParams;
  const href = typeof to === "string" ? safeHref(to) : undefined;
  if (href === undefined) notFound();

  const doubts = doubtLink(href, typeof text === "string" ? text : "");
  const url = new URL(href);
  return (
    <main className="mx-auto flex min-h-dvh max-w-140 flex-col justify-center gap-4 p-6">
      <h1 className="flex items-center gap-2 font-semibold text-title">
        <ShieldAlert aria-hidden size={20} strokeWidth={1.75} className="shrink-0 text-waiting" />
        Look where this link leads
      </h1>
      {doubts.length > 0 && (
        <ul className="list-disc pl-5 text-ink-soft">
          {doubts.map((doubt) => (
            <li key={doubt}>{REASONS[doubt]}</li>
          ))}
        </ul>
      )}
      <dl className="flex flex-col gap-3 rounded border bg-panel p-3">
        {typeof text === "string" && text.trim() !== "" && (
          <div>
            <dt className="text-ink-faint text-small">It reads</dt>
            <dd className="wrap-anywhere">
              <bdi>{text.slice(0, MAX_TEXT_CHARS)}</bdi>
            </dd>
          </div>
        )}
        <div>
          <dt className="text-ink-faint text-small">It leads to</dt>
          <dd className="break-all font-medium text-read">
            {url.hostname}
            {writtenHost(url) !== url.hostname && (
              <span className="font-normal text-ink-faint">
                {" which is written "}
                <bdi>{writtenHost(url)}</bdi>
              </span>
            )}
          </dd>
        </div>
        <div>
          <dt className="text-ink-faint text-small">Whole address</dt>
          <dd className="break-all font-mono text-small">{href.slice(0, MAX_ADDRESS_CHARS)}</dd>
        </div>
      </dl>
      <div>
        <a href={href} rel="noopener noreferrer nofollow ugc" className={buttonClass("plain", "max-w-full")}>
          <ExternalLink aria-hidden size={16} strokeWidth={1.75} className="shrink-0" />
          {/* Never as it is written, which may be what it pretends to be. */}
          <span className="truncate">{`Go to ${url.hostname}`}</span>
        </a>
      </div>
      <p className="text-ink-faint">To stay, close this tab. Nothing has been sent there.</p>
    </main>
  );
}

const MAX_TEXT_CHARS = 200;
const MAX_ADDRESS_CHARS = 2_000;
