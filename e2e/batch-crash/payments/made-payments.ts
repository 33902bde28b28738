import { open } from 'node:fs/promises';
import type { Sql } from 'postgres';
import { Random } from '#platform/testing/random.ts';
import type { ExpectedCounts } from '../expectation.ts';

const header = 'invoiceNumber,amount,date,reference,method,currency\r\n';
/** Payments of an invoice, which together are its total. */
const paymentsOfInvoice = 3;
const amountMinor = 10_000;
const spoiledPerThousand = 20;
/** So far from the middle, in rows of a thousand, nothing is repeated: who comes first is not settled where a part ends. */
const settledFromMiddle = 20;
const rowsAtOnce = 5_000;

/** A payment in the file. */
interface MadePayment {
  readonly number: string;
  readonly amount: string;
  readonly reference: string;
  readonly currency: string;
}

const defects: readonly (readonly [code: string, change: Partial<MadePayment>])[] = [
  ['NOT_A_NUMBER', { amount: 'twelve' }],
  ['TOO_MANY_DECIMALS', { amount: '100.005' }],
  ['AMOUNT_NOT_POSITIVE', { amount: '-100.00' }],
  ['NOT_A_CURRENCY', { currency: 'EURO' }],
  ['CURRENCY_MISMATCH', { currency: 'USD' }],
  ['INVOICE_NOT_FOUND', { number: 'UNKNOWN' }],
  ['ABOVE_BALANCE', { amount: '300.01' }],
];

const toNumber = (invoice: number) => `PAID/${invoice}`;

/**
 * Writes invoices into the ledger, a file with their payments, and what must become of each row into the table
 * `expected.payments`. Most rows are good, some are spoiled, and some repeat the row before.
 */
export async function writePaymentsWithExpectation(
  sql: Sql,
  path: string,
  { rows, seed }: { readonly rows: number; readonly seed: number },
): Promise<ExpectedCounts> {
  await addInvoices(sql, Math.ceil(rows / paymentsOfInvoice));
  await sql`create schema expected`;
  await sql`
    create table expected.payments (row_number bigint, outcome text, number text, amount_minor bigint, reference text)`;
  const counts: ExpectedCounts = { loaded: 0, alreadyThere: 0, rejected: 0 };
  const random = new Random(seed);
  const file = await open(path, 'wx');
  try {
    let text = header;
    let expected: (readonly [number, string, string, number, string])[] = [];
    let before: MadePayment | undefined;
    for (let row = 1; row <= rows; row++) {
      const made = makePayment(random, row, rows, before);
      const { number, amount, reference, currency } = made.payment;
      text += `${number},${amount},2026-03-02,${reference},,${currency}\r\n`;
      expected.push([row, made.outcome, number, amountMinor, reference]);
      if (made.outcome === 'LOADED') counts.loaded += 1;
      else counts.rejected += 1;
      before = made.outcome === 'LOADED' ? made.payment : undefined;
      if (row % rowsAtOnce !== 0 && row < rows) continue;
      await file.writeFile(text);
      await sql`insert into expected.payments select * from json_to_recordset(${JSON.stringify(
        expected.map(([rowNumber, outcome, name, minor, ref]) => ({
          row_number: rowNumber,
          outcome,
          number: name,
          amount_minor: minor,
          reference: ref,
        })),
      )}::text::json) as given (row_number bigint, outcome text, number text, amount_minor bigint, reference text)`;
      text = '';
      expected = [];
    }
  } finally {
    await file.close();
  }
  return counts;
}

function makePayment(
  random: Random,
  row: number,
  rows: number,
  before: MadePayment | undefined,
): { readonly payment: MadePayment; readonly outcome: string } {
  const payment = {
    number: toNumber(Math.ceil(row / paymentsOfInvoice)),
    amount: '100.00',
    reference: `R${row}`,
    currency: row % 2 === 0 ? 'EUR' : '',
  };
  if (random.below(1_000) >= spoiledPerThousand) return { payment, outcome: 'LOADED' };
  const isSettled = Math.abs(row / rows - 0.5) * 1_000 > settledFromMiddle;
  const defect = defects[random.below(defects.length + 1)];
  if (defect !== undefined) return { payment: { ...payment, ...defect[1] }, outcome: defect[0] };
  if (before === undefined || !isSettled) return { payment, outcome: 'LOADED' };
  return { payment: before, outcome: 'SAME_PAYMENT_TWICE' };
}

/** Imported invoices, as an earlier job brought them. */
async function addInvoices(sql: Sql, count: number): Promise<void> {
  await sql`
    insert into billing.invoices (id, status, origin, kind, import_job_id, import_row, number, customer_name,
      customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version,
      created_at, updated_at)
    select uuidv7(), 'ISSUED', 'IMPORTED', 'INVOICE', '01a1ff90-0000-7000-8000-000000000001', place, 'PAID/' || place,
      'Ada', '{}', 'EUR', 0, ${paymentsOfInvoice * amountMinor}::bigint, 0, ${paymentsOfInvoice * amountMinor}::bigint,
      '2026-03-01', '2026-03-01T09:30:00Z', 1, now(), now()
    from generate_series(1, ${count}::integer) as place`;
}
