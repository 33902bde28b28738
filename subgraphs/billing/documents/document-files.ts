/** Keeps the bytes of documents by their SHA-256. */
export interface DocumentFiles {
  /** The bytes that are kept under a hash, which may be damaged; undefined if there are none. */
  read(sha256: string): Promise<Buffer | undefined>;
  /** Keeps bytes, whole or not at all, in place of those that are there. */
  write(sha256: string, bytes: Uint8Array): Promise<void>;
}
