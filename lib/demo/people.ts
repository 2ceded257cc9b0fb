import type { Person } from "./post";

// Fernhill makes camp stoves. Neither it nor anyone here exists: `.example` and `.test` belong to nobody (RFC 2606).

export const support: Person = { name: "Fernhill Support", address: "support@fernhill.example" };
export const mara: Person = { name: "Mara Lindqvist", address: "mara@fernhill.example" };
export const tom: Person = { name: "Tom Okafor", address: "tom@fernhill.example" };
export const yuki: Person = { name: "Yuki Arai", address: "yuki@fernhill.example" };
