/** The columns of the rows that a document becomes; the mapping `documents` names them. The number stands first. */
export const documentColumns = [
  'invoiceNumber',
  'file',
  'kind',
  'issueDate',
  'customerName',
  'currency',
  'total',
  'repeated',
  'lineId',
  'sku',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'taxRate',
  'tax',
  'taxCategory',
  'taxExemptionReason',
] as const;

/** The cells of a row of a document by their columns. */
export type DocumentCells = Readonly<Record<(typeof documentColumns)[number], string>>;

/** The cells of a row without any; those that a row has are put in. */
const noCells = Object.fromEntries(documentColumns.map((column) => [column, ''])) as DocumentCells;

/** Returns the fields of a row in the order of the columns. */
export function toFields(cells: Partial<DocumentCells>): string[] {
  const all = { ...noCells, ...cells };
  return documentColumns.map((column) => all[column]);
}
