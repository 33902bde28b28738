import { type CsvFile, placeRows } from '../csv/csv-layout.ts';
import { type CsvInvoice, csvHeader, formatCsvRow } from '../csv/csv-row.ts';
import type { CsvSource, PlacedRow } from '../csv/csv-source.ts';

/** The table in memory, to try the writer against many faults in little time. */
export interface MemoryTable extends CsvSource {
  commit(invoices: readonly CsvInvoice[], day: string): void;
  /** The content that the files should have, by name. */
  expected(): Record<string, string>;
}

export function createMemoryTable(maxBytes: number): MemoryTable {
  const files = new Map<number, CsvFile>();
  const rows: PlacedRow[] = [];
  return {
    listFiles: async () => [...files.values()],
    readRows: async (from, limit) => rows.slice(Number(from) - 1, Number(from) - 1 + limit),
    commit: (invoices, day) => {
      const lengths = invoices.map((invoice) => Buffer.byteLength(formatCsvRow(invoice)));
      const placed = placeRows([...files.values()].at(-1), lengths, { day, maxBytes });
      for (const file of placed.files) files.set(file.id, file);
      for (const [index, invoice] of invoices.entries()) {
        const placement = placed.placements[index];
        const fileName = files.get(placement?.fileId ?? 0)?.name;
        if (placement !== undefined && fileName !== undefined)
          rows.push({ ...invoice, ...placement, fileName });
      }
    },
    expected: () =>
      Object.fromEntries(
        [...files.values()].map(({ id, name }) => [
          name,
          csvHeader +
            rows
              .filter(({ fileId }) => fileId === id)
              .map(formatCsvRow)
              .join(''),
        ]),
      ),
  };
}
