/** The most a record may have in all, in bytes, a little under what a Kafka broker takes by default (1,048,588). */
export const maxRecordBytes = 1_000_000;

/** The bytes that are read at once unless a reader says otherwise. */
export const defaultBatchBytes = 1_000_000;
