import { Random } from '#platform/testing/random.ts';
import { csvHeader, formatCsvRow } from '../../streams/sink/csv/csv-row.ts';
import { type MadeInvoice, makeInvoices } from '../testing/data/made-invoices.ts';

/** The expected outcome of a row: it is loaded, found to be there already, or rejected with a code. */
type Outcome = 'LOADED' | 'ALREADY_THERE' | { readonly code: string };

/** A row of the file, with its place. */
export interface MadeRow {
  readonly text: string;
  readonly invoice: MadeInvoice;
  readonly outcome: Outcome;
  /** Counted from 1, without the header. */
  readonly rowNumber: number;
  /** Physical lines, counted from 1. */
  readonly line: number;
  readonly byteOffset: number;
}

/** A way to spoil a row. */
interface Defect {
  readonly code: string;
  readonly spoil: (invoice: MadeInvoice) => string;
}

const withCells = (change: Partial<MadeInvoice>) => (invoice: MadeInvoice) =>
  formatCsvRow({ ...invoice, ...change });

const defects: readonly [Defect, ...Defect[]] = [
  { code: 'NOT_A_NUMBER', spoil: withCells({ amount: 'twelve' }) },
  { code: 'TOO_MANY_DECIMALS', spoil: withCells({ amount: '12.345' }) },
  { code: 'NOT_A_CURRENCY', spoil: withCells({ currency: 'EURO' }) },
  { code: 'NOT_A_DATE', spoil: withCells({ issuedAt: 'yesterday' }) },
  { code: 'DATE_WITHOUT_OFFSET', spoil: withCells({ issuedAt: '2026-03-01T09:30:00' }) },
  { code: 'RAGGED_ROW', spoil: (invoice) => `${invoice.invoiceNumber},too few\r\n` },
  // Its line end does not end the row; rows and lines after it are counted apart.
  { code: 'CONTROL_CHARACTER', spoil: withCells({ customerName: 'two\r\nlines' }) },
];

const spoiledPerThousand = 1;
const repeatedPerThousand = 1;
/** So far from the middle, in rows of a thousand, nothing is repeated: who comes first is not settled where a part ends. */
const settledFromMiddle = 20;

/**
 * Makes the rows of a file: most of them good, one in a thousand spoiled, one in a thousand the one before again, either
 * equal or with another amount.
 */
export function* makeRows(count: number, seed: number): Generator<MadeRow> {
  const random = new Random(seed);
  let line = 2;
  let byteOffset = Buffer.byteLength(csvHeader);
  let rowNumber = 0;
  let before: MadeInvoice | undefined;
  for (const invoice of makeInvoices(count, seed)) {
    rowNumber += 1;
    const isSettled = Math.abs(rowNumber / count - 0.5) * 1_000 > settledFromMiddle;
    const row = makeRow(random, invoice, isSettled ? before : undefined);
    yield { ...row, rowNumber, line, byteOffset };
    before = row.outcome === 'LOADED' ? row.invoice : undefined;
    line += row.text.split('\n').length - 1;
    byteOffset += Buffer.byteLength(row.text);
  }
}

function makeRow(
  random: Random,
  invoice: MadeInvoice,
  before: MadeInvoice | undefined,
): Pick<MadeRow, 'text' | 'invoice' | 'outcome'> {
  const chance = random.below(1_000);
  if (chance < spoiledPerThousand) {
    const { code, spoil } = random.oneOf(defects);
    return { text: spoil(invoice), invoice, outcome: { code } };
  }
  if (before !== undefined && chance < spoiledPerThousand + repeatedPerThousand) {
    if (random.chance(50)) return { text: formatCsvRow(before), invoice: before, outcome: 'ALREADY_THERE' };
    const other = { ...before, amount: '1000000' };
    return { text: formatCsvRow(other), invoice: other, outcome: { code: 'CONFLICT' } };
  }
  return { text: formatCsvRow(invoice), invoice, outcome: 'LOADED' };
}
