/** The results of rows: those of a chunk, of a partition, or of a job over all its executions. */
export interface LoadCounts {
  readonly readRows: number;
  readonly loadedInvoices: number;
  readonly loadedRows: number;
  readonly alreadyThereRows: number;
  readonly conflictingRows: number;
  readonly rejectedRows: number;
}

export const noCounts: LoadCounts = {
  readRows: 0,
  loadedInvoices: 0,
  loadedRows: 0,
  alreadyThereRows: 0,
  conflictingRows: 0,
  rejectedRows: 0,
};

export function addCounts(one: LoadCounts, other: LoadCounts): LoadCounts {
  return {
    readRows: one.readRows + other.readRows,
    loadedInvoices: one.loadedInvoices + other.loadedInvoices,
    loadedRows: one.loadedRows + other.loadedRows,
    alreadyThereRows: one.alreadyThereRows + other.alreadyThereRows,
    conflictingRows: one.conflictingRows + other.conflictingRows,
    rejectedRows: one.rejectedRows + other.rejectedRows,
  };
}

/** Counts the rows that the mapping left out: they were read and have no other result. */
export function countLeftOut(counts: Omit<LoadCounts, 'loadedInvoices'>): number {
  const { readRows, loadedRows, alreadyThereRows, conflictingRows, rejectedRows } = counts;
  return readRows - loadedRows - alreadyThereRows - conflictingRows - rejectedRows;
}
