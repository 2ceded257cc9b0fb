import type { Person } from "./post";

// Fernhill makes camp stoves. Neither it nor anyone here exists: `.example` and `.test` belong to nobody (RFC 2606).

export const support: Person = { name: "Fernhill Support", address: "support@fernhill.example" };
export const mara: Person = { name: "Mara Lindqvist", address: support.address };
export const tom: Person = { name: "Tom Okafor", address: support.address };
export const yuki: Person = { name: "Yuki Arai", address: support.address };
