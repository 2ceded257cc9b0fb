/** Runs once in every process that serves pages, before the first request. */
export async function register() {
  // In this form Next leaves it out of what it makes for the edge, where none of it runs.
  if (process.env.NEXT_RUNTIME === "nodejs") {
    const { enterPageProcess } = await import("./lib/process/serve-pages");
    enterPageProcess();
  }
}
