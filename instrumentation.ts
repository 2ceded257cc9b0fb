/** Runs once in every process that serves pages, before the first request: one that lacks what it needs must not start. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { EnvError, env, refuseWithoutServer } = await import("./env");
  try {
    if (!env().MAILROOM_LOOPBACK_URL) refuseWithoutServer(env());
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    // Thrown on, it would leave a server that answers every request with 500.
    console.error(`Mailroom cannot start. ${error.message}`);
    process.exit(1);
  }
}
