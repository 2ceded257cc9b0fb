/** One request a provider would make. Signing and posting is the caller's. */
export interface DemoPost {
  contentType: string;
  headers: Record<string, string>;
  body: Uint8Array;
}

export interface Person {
  name: string;
  address: string;
}

export interface DemoFile {
  filename: string;
  contentType: string;
  bytes: Uint8Array;
  /** Set for a picture that stands in the body as `cid:…`. */
  contentId?: string;
}

/** One mail of a conversation. Without `inReplyTo` it answers the one before it. */
export interface DemoMail {
  from: Person;
  to?: Person[];
  cc?: Person[];
  subject: string;
  /** Minutes before the demo's `now`. */
  minutesAgo: number;
  text?: string;
  html?: string;
  files?: DemoFile[];
  /** Adds the mail before, quoted, as mail clients do. */
  quotes?: boolean;
  /** How it comes in; a JSON event unless it says otherwise. */
  as?: "json" | "mime";
  /** More header fields. */
  headers?: [name: string, value: string][];
}

/** Mails that belong together, oldest first. `key` names them in Message-IDs. */
export interface DemoConversation {
  key: string;
  mails: DemoMail[];
}

/** A mail with what ties it to its conversation. */
export interface DatedMail extends DemoMail {
  id: string;
  references: string[];
  date: Date;
}
