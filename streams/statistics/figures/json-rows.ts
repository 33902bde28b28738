/** Rows as JSON, whose amounts are texts: they may outgrow the numbers of JSON readers. */
export function toJsonRows(rows: readonly object[]): string {
  return JSON.stringify(rows, (_name, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

/** Reads rows of JSON that the database made, whose amounts are texts; no rows if it is null. */
export function readJsonRows<Row extends { readonly amountMinor: bigint }>(
  json: string | null | undefined,
): (Omit<Row, 'amountMinor'> & { readonly amountMinor: bigint })[] {
  const rows: (Omit<Row, 'amountMinor'> & { amountMinor: string })[] = JSON.parse(json ?? '[]');
  return rows.map((row) => ({ ...row, amountMinor: BigInt(row.amountMinor) }));
}
