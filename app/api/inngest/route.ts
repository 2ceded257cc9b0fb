import { jobsRoute } from "@/lib/jobs/serve";

/**
 * Where the engine calls our functions, and asks for their configuration. Every request is signed:
 *
 * - 401 unsigned, forged or stale
 * - anything else is between the Inngest SDK and its engine
 */
export const { GET, POST, PUT } = jobsRoute();
