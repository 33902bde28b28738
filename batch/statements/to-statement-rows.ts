import { parseDecimal } from '#schema/decimal.ts';
import type { SourceRow } from '../mapping/import-invoice.ts';
import type { RowProblem } from '../row-problem.ts';
import { type StatementCells, statementColumns } from './statement-columns.ts';
import type { ElementTexts, StatementEntry, StatementHead } from './statement-entry.ts';

/** Texts that stand for a reference that is missing: of ISO 20022, and of statements made from MT940. */
const noReference = /^(NOT ?PROVIDED|NONREF|NOREF|UNKNOWN)$/i;
/** In characters: what a payment keeps as its reference, and what is read of a remittance. */
const maxReferenceLength = 140;
const maxRemittanceLength = 4_000;
/** Decimals enough for every currency. */
const amountScale = 5;

/** A row without its number, which counts the rows of the file. */
export type StatementRow = Omit<SourceRow, 'rowNumber'>;

/**
 * Makes a row of each transaction of an entry, or of the entry if the bank gives no details of it. If the amounts of the
 * transactions do not add up to the entry, all of them have that problem: which of them is wrong cannot be told.
 */
export function toStatementRows(
  { entry, transactions }: StatementEntry,
  head: StatementHead,
): StatementRow[] {
  if (transactions.length === 0) return [toRow(entry, entry, toCells(entry, undefined, head, ''), undefined)];
  const isBatch = transactions.length > 1;
  const problem = isBatch ? findSumProblem(entry, transactions) : undefined;
  return transactions.map((transaction, index) => {
    const place = isBatch ? transaction : entry;
    const own = toReference(transaction, 'Refs/AcctSvcrRef') || String(index + 1);
    return toRow(entry, place, toCells(entry, transaction, head, isBatch ? `/${own}` : ''), problem);
  });
}

function toRow(
  entry: ElementTexts,
  { place }: ElementTexts,
  cells: StatementCells,
  problem: RowProblem | undefined,
): StatementRow {
  // An entry that is left out or rejected for its kind has no further problem.
  const counts =
    toEntryKind(entry, undefined) === 'credit' ? (problem ?? findCurrencyProblem(cells)) : undefined;
  return { fields: statementColumns.map((column) => cells[column]), ...place, problem: counts };
}

/** ISO 20022 requires the currency; that of the invoice may be another one, so it is not taken in its place. */
function findCurrencyProblem({ entryKind, amount, currency }: StatementCells): RowProblem | undefined {
  if (entryKind !== 'credit' || amount === '' || currency !== '') return undefined;
  const message = `the amount ${amount} has no currency (Ccy): write the one of the account here, or ask the bank for a whole statement`;
  return { column: 'currency', code: 'VALUE_MISSING', message };
}

function toCells(
  entry: ElementTexts,
  transaction: ElementTexts | undefined,
  { id, account, entries }: StatementHead,
  suffix: string,
): StatementCells {
  const details = transaction ?? entry;
  const amount = suffix === '' ? undefined : findAmount(details);
  const references = details.all('RmtInf/Strd/CdtrRefInf/Ref');
  const isOne = references.length === 1;
  const creditorReference = isOne ? (references[0] ?? '') : '';
  const endToEndId = toReference(details, 'Refs/EndToEndId');
  const bankReference =
    toReference(entry, 'AcctSvcrRef') || (suffix === '' ? toReference(details, 'Refs/AcctSvcrRef') : '');
  const entryName = bankReference || `${id}/${entry.first('NtryRef') || entries}`;
  const booking = toDate(entry, 'BookgDt');
  const value = toDate(entry, 'ValDt');
  return {
    invoiceNumber: '',
    entryKind: toEntryKind(entry, transaction),
    amount: amount?.text ?? entry.first('Amt'),
    currency: amount?.currency ?? entry.first('Amt@Ccy'),
    bookingDate: booking || value,
    valueDate: value || booking,
    creditorReference,
    endToEndId,
    remittance: toRemittance(entry, details, isOne ? [] : references),
    debtorName: details.first('RltdPties/Dbtr/Nm', 'RltdPties/Dbtr/Pty/Nm'),
    reference: (creditorReference || endToEndId || bankReference).slice(0, maxReferenceLength),
    entryId: `${account}/${entryName}${suffix}`,
    account,
    statement: id,
  };
}

/** Several structured references are read like a text: the money is that of several invoices. */
function toRemittance(entry: ElementTexts, details: ElementTexts, references: readonly string[]): string {
  const texts = [
    ...details.all('RmtInf/Ustrd', 'RmtInf/Strd/RfrdDocInf/Nb', 'RmtInf/Strd/AddtlRmtInf'),
    ...references,
  ];
  const given = texts.length > 0 ? texts : [details.first('AddtlTxInf') || entry.first('AddtlNtryInf')];
  return given.join(' ').replace(/\s+/g, ' ').slice(0, maxRemittanceLength);
}

/**
 * The kind of an entry. A reversal has the direction of its own booking (ISO 20022: ReversalIndicator): a debit takes back a
 * credit. A credit with the data of a return is money that we had sent.
 */
function toEntryKind(entry: ElementTexts, transaction: ElementTexts | undefined): string {
  if (entry.first('Sts/Cd', 'Sts').toUpperCase() !== 'BOOK') return 'not booked';
  const sign = transaction?.first('CdtDbtInd') || entry.first('CdtDbtInd');
  const isReversal = ['true', '1'].includes(entry.first('RvslInd').toLowerCase());
  if (sign === 'DBIT') return isReversal ? 'reversed credit' : 'debit';
  if (sign !== 'CRDT') return sign;
  return isReversal || transaction?.has('RtrInf') === true ? 'reversed debit' : 'credit';
}

function toReference(texts: ElementTexts, path: string): string {
  const text = texts.first(path);
  return noReference.test(text) ? '' : text;
}

/** A date of XML Schema may end with a zone, which does not change the day. */
function toDate(entry: ElementTexts, path: string): string {
  const day = entry.first(`${path}/Dt`);
  return day === '' ? entry.first(`${path}/DtTm`) : day.replace(/(?<=^.{10})(Z|[+-]\d\d:\d\d)$/, '');
}

/** The amount of a transaction among several of an entry. */
function findAmount(transaction: ElementTexts): { text: string; currency: string } | undefined {
  const path = ['Amt', 'AmtDtls/TxAmt/Amt'].find((one) => transaction.first(one) !== '');
  if (path === undefined) return undefined;
  return { text: transaction.first(path), currency: transaction.first(`${path}@Ccy`) };
}

function findSumProblem(entry: ElementTexts, transactions: readonly ElementTexts[]): RowProblem | undefined {
  const [total, currency] = [entry.first('Amt'), entry.first('Amt@Ccy')];
  const sign = entry.first('CdtDbtInd');
  let sum = 0n;
  for (const transaction of transactions) {
    const amount = findAmount(transaction);
    if (amount === undefined) {
      const message = `the entry has ${transactions.length} transactions, and not each of them has an amount: ask the bank for the details of its batch bookings`;
      return { column: 'amount', code: 'BATCH_AMOUNT_MISSING', message };
    }
    const units = parseDecimal(amount.text, amountScale);
    // An amount that is not one, or in another currency, is a problem of its own row.
    if (units === undefined || amount.currency !== currency) return undefined;
    const own = transaction.first('CdtDbtInd');
    sum += own === '' || own === sign ? units : -units;
  }
  const whole = parseDecimal(total, amountScale);
  if (whole === undefined || whole === sum) return undefined;
  const message = `the ${transactions.length} transactions of the entry do not add up to it: it is ${total} ${currency}`;
  return { column: 'amount', code: 'BATCH_SUM_MISMATCH', message };
}
