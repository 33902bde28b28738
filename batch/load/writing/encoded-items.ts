/** Records of a chunk in the form of binary COPY, each table in memory of its own. */
export interface EncodedItems {
  /** The invoices or payments. */
  readonly items: Uint8Array<ArrayBuffer>;
  /** The lines of invoices, or the references of payments; undefined if there are none. */
  readonly details: Uint8Array<ArrayBuffer> | undefined;
  readonly itemCount: number;
  /** The number of rows of records that have more than one, by their first row. */
  readonly rowCounts: ReadonlyMap<number, number>;
}
