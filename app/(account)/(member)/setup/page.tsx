import type { Metadata } from "next";
import { headers } from "next/headers";
import { toWire } from "@/app/_data/wire";
import { env } from "@/env";
import { listSources } from "@/lib/inbound/queries";
import { listAttempts } from "@/lib/operations/attempts";
import { describeEndpoint } from "@/lib/operations/endpoints";
import { requireMember } from "@/lib/workspaces/gate";
import { reachedOrigin } from "@/lib/workspaces/origin";
import { mayAdminister } from "@/lib/workspaces/roles";
import { PageFrame, Section } from "../page-frame";
import { Attempts } from "./attempts";
import { EndpointAddress } from "./endpoint-address";
import { NoSource } from "./no-source";
import { SourcePicker } from "./source-picker";
import { TryIt } from "./try-it";

export const metadata: Metadata = { title: "Endpoint set-up" };

/** Everything a provider has to be told, and what came of it. `?source=` names one of several endpoints. */
export default async function SetUpPage({ searchParams }: PageProps<"/setup">) {
  const viewer = await requireMember();
  const [sources, { source: wanted }] = await Promise.all([listSources(viewer.workspaceId), searchParams]);
  const source = sources.find(({ key }) => key === wanted) ?? sources[0];
  if (!source) return <NoSource />;

  const { MAILROOM_URL } = env();
  const origin = MAILROOM_URL ?? reachedOrigin(await headers()) ?? "";
  const [endpoint, attempts] = await Promise.all([describeEndpoint(source, origin), listAttempts(viewer.workspaceId, source.id)]);

  return (
    <PageFrame title="Endpoint set-up">
      {sources.length > 1 && <SourcePicker sources={sources.map(({ key, name }) => ({ key, name }))} current={source.key} />}
      <Section title="Address" note="Your mail provider posts every mail it receives to this address.">
        <EndpointAddress url={endpoint.url} />
      </Section>
      <TryIt key={endpoint.sourceId} endpoint={endpoint} mayAdminister={mayAdminister(viewer)} />
      <Section title="What came in">
        <Attempts sourceId={endpoint.sourceId} initial={toWire(attempts)} />
      </Section>
    </PageFrame>
  );
}
