"use client";

import { useState } from "react";
import { CodeBlock } from "@/app/_ui/code-block";
import type { Endpoint } from "@/lib/operations/endpoints";
import { Section } from "../page-frame";
import { SampleButton } from "./sample-button";
import { SecretPanel } from "./secret-panel";

/** The secret, once it is in sight, also completes the command below it. */
export function TryIt({ endpoint, mayAdminister }: { endpoint: Endpoint; mayAdminister: boolean }) {
  const [secret, setSecret] = useState<string>();
  const { sourceId, signing, hasSecret, revealable, secretVariable } = endpoint;
  const curl = hasSecret ? `${secretVariable}='${secret ?? "…"}'\n${endpoint.curl}` : endpoint.curl;

  return (
    <>
      <Section title="Secret" note={signing}>
        {hasSecret && mayAdminister && <SecretPanel sourceId={sourceId} secret={secret} revealable={revealable} onSecret={setSecret} />}
        {hasSecret && !mayAdminister && <p className="text-ink-faint">Owners and admins can see and rotate the secret.</p>}
      </Section>
      <Section title="Try it" note={hasSecret && !secret ? "Put the secret where the dots are." : undefined}>
        <CodeBlock text={curl} label="command" />
        {mayAdminister && <SampleButton sourceId={sourceId} />}
      </Section>
    </>
  );
}
