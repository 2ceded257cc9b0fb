import { Button } from "@/app/_ui/button";
import type { ImageConsentRow } from "@/lib/images/consent";
import { forgetConsent } from "./image-actions";

/** Whose remote images are shown without a question, each to be taken back. */
export function ImageConsents({ consents }: { consents: ImageConsentRow[] }) {
  if (consents.length === 0) return <p className="text-ink-faint">No sender yet.</p>;
  return (
    <ul aria-label="Senders whose images are shown" className="-my-2 flex flex-col divide-y">
      {consents.map(({ id, kind, value, by }) => (
        <li key={id} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <span className="min-w-0 flex-1 basis-48 truncate">
            {kind === "domain" && <span className="text-ink-soft">Everybody at </span>}
            <bdi className="font-medium">{value}</bdi>
            {by && (
              <span className="text-ink-soft">
                {", allowed by "}
                <bdi>{by}</bdi>
              </span>
            )}
          </span>
          <form action={forgetConsent.bind(null, id)}>
            <Button type="submit" look="ghost" aria-label={`Stop showing images from ${value}`}>
              Stop
            </Button>
          </form>
        </li>
      ))}
    </ul>
  );
}
