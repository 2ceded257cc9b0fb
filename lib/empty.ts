// Stands in for `server-only` where no React server graph exists: the self-hosted process, scripts and tests (tsconfig.node.json).
export {};
