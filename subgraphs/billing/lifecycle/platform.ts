/** A document that is given to a platform. */
export interface PlatformDocument {
  readonly invoiceId: string;
  /** The number of the invoice, which may be any text. */
  readonly number: string;
}

/** An approved platform, as billing needs it. Each call may be repeated after a crash without another effect. */
export interface Platform {
  /** Gives a document to the platform. */
  deposit(document: PlatformDocument, bytes: Uint8Array): Promise<void>;
  /** Names messages that wait, up to so many, the oldest name first. */
  listMessages(max: number): Promise<readonly string[]>;
  /** Reads a message; undefined if it has gone or is too large to be one. */
  readMessage(name: string): Promise<string | undefined>;
  /** Puts a message away that was applied. */
  archiveMessage(name: string): Promise<void>;
  /** Puts a message away that cannot be applied, with all that is wrong with it. */
  rejectMessage(name: string, problems: readonly string[]): Promise<void>;
}
