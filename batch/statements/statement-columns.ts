/** The columns of the rows that a bank statement becomes; a mapping of statements names them. */
export const statementColumns = [
  'invoiceNumber',
  'entryKind',
  'amount',
  'currency',
  'bookingDate',
  'valueDate',
  'creditorReference',
  'endToEndId',
  'remittance',
  'debtorName',
  'reference',
  'entryId',
  'account',
  'statement',
] as const;

/** The cells of a row of a statement by their columns. `invoiceNumber` is empty: people write it into rejected rows. */
export type StatementCells = Readonly<Record<(typeof statementColumns)[number], string>>;
