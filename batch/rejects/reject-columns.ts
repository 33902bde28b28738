/** What stands before the columns of the file in a reject file; by these names a reject file is known when it comes back. */
export const rejectColumns = [
  'rejectedRow',
  'rejectedByteOffset',
  'rejectedColumn',
  'rejectedCode',
  'rejectedMessage',
] as const;

/** Whether a header is that of a reject file. */
export function isRejectHeader(header: readonly string[]): boolean {
  return rejectColumns.every((name, index) => header[index] === name);
}
