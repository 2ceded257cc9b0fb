import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import { DataProvider } from "@/app/_data/provider";
import { env } from "@/env";
import { RenderBench } from "./render-bench";

export const metadata: Metadata = { title: "Render" };

/** Any HTML in the frame that mail is shown in (docs/reading.md). Only with `MAILROOM_DEV=1`. */
export default async function RenderPage() {
  await connection();
  if (!env().MAILROOM_DEV) notFound();
  return (
    <DataProvider viewerId="nobody">
      <RenderBench />
    </DataProvider>
  );
}
