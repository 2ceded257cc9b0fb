import { CodeBlock } from "@/app/_ui/code-block";
import { Notice } from "@/app/_ui/notice";

const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/;

export function EndpointAddress({ url }: { url: string }) {
  return (
    <div className="flex flex-col gap-3">
      <CodeBlock text={url} label="address" />
      {LOOPBACK.test(new URL(url).hostname) && (
        <Notice tone="waiting">
          This address works on this machine only. To receive from a provider, give Mailroom a public address over HTTPS and set{" "}
          <code className="font-mono text-small">MAILROOM_URL</code> to it.
        </Notice>
      )}
    </div>
  );
}
