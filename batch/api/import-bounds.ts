/** The bounds of uploads and requests. */
export const importBounds = {
  /** The largest file, in MiB, unless configured. */
  uploadMib: 256,
  /** Bytes of a file's name in UTF-8, as file systems take them. */
  nameBytes: 200,
  /** Bytes of a mapping as JSON: far more than the largest one that is of use. */
  mappingBytes: 65_536,
  /** Uploads of one person that are kept or awaited at the same time. */
  uploads: 100,
  /** Requests of one person that wait or run at the same time. */
  openRequests: 50,
} as const;
