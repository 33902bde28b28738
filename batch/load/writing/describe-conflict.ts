import { formatMinor } from '#schema/money.ts';
import { describeLines } from './describe-line-conflict.ts';
import type { ConflictFigures, MergeConflict } from './merge-conflict.ts';

/** The labels of the figures that billing compares. */
const labels: Readonly<Record<string, string>> = {
  kind: 'kind',
  currency: 'currency',
  totalMinor: 'total',
  netMinor: 'net',
  taxMinor: 'tax',
  issuedAt: 'time of issue',
  issueDate: 'date of issue',
  customerName: 'customer',
  lineCount: 'number of lines',
};
const kinds: Readonly<Record<string, string>> = { INVOICE: 'invoice', CREDIT_NOTE: 'credit note' };

/**
 * Lists the figures of an invoice in a file that differ from those that billing has, for example `total is 6.02 EUR here, 5.00
 * EUR in the file`.
 *
 * @param rowCurrency the currency of the invoice in the file
 */
export function describeConflict(
  { number, stored, given }: MergeConflict,
  rowCurrency: string | null,
): string {
  const here = typeof stored['currency'] === 'string' ? stored['currency'] : (rowCurrency ?? '');
  const currency = rowCurrency ?? here;
  const differences = Object.keys(given).map((name) => {
    const [ours, theirs] = [stored[name], given[name]];
    if (typeof ours === 'object' && typeof theirs === 'object')
      return describeLines({ line: ours, currency: here }, { line: theirs, currency });
    const [one, other] = [formatFigure(name, stored, here), formatFigure(name, given, currency)];
    return `${toLabel(name)} is ${one} here, ${other} in the file`;
  });
  return `invoice ${number} is there with other figures: ${differences.join('; ')}`;
}

function formatFigure(name: string, figures: ConflictFigures, currency: string): string {
  const value = figures[name] ?? 'none';
  if (name.endsWith('Minor') && typeof value === 'number') {
    return `${formatMinor(BigInt(value), currency)} ${currency}`;
  }
  if (name === 'issuedAt') return formatInstant(String(value));
  if (name === 'kind') return kinds[String(value)] ?? String(value);
  return name === 'customerName' ? JSON.stringify(value) : String(value);
}

function formatInstant(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime())
    ? text
    : at
        .toISOString()
        .replace('T', ' ')
        .replace(/(\.000)?Z$/, ' UTC');
}

/** Returns the label of a figure; one without a label is named by the words of its own name. */
function toLabel(name: string): string {
  return labels[name] ?? name.replace(/Minor$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
