import { jobsRoute } from "@/lib/jobs/serve";

/**
 * Where the engine calls our functions, and asks for their configuration. Every request is signed, or carries the dev server's key:
 *
 * - 401 unsigned, forged or stale
 * - anything else is between the Inngest SDK and its engine
 */
export const { GET, POST, PUT } = jobsRoute();
