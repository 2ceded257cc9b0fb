/** The real server's limits, so that nothing works here and breaks there. Bytes of JSON unless said. */
export const MAX_EVENT_BYTES = 512 * 1024;
export const MAX_EVENTS_PER_REQUEST = 5_000;
/** In characters. */
export const MAX_EVENT_NAME = 512;
export const MAX_STEP_BYTES = 4 * 1024 * 1024;
/** A call's body; above it the SDK is told to fetch the state. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
export const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
/** Events and step outputs of one run together. */
export const MAX_STATE_BYTES = 32 * 1024 * 1024;
export const MAX_STEPS = 1_000;
export const MAX_CALL_MS = 2 * 60 * 60 * 1000;
export const DEDUPE_HOURS = 24;
