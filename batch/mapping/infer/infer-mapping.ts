import { createDecimalReader } from '../cells/decimal-cell.ts';
import type { NumberForm } from '../cells/number-form.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import { inferAmounts } from './infer-amounts.ts';
import { inferCreditNotes } from './infer-credit-notes.ts';
import { inferCurrency } from './infer-currency.ts';
import { findLineColumns, inferLine } from './infer-line.ts';
import { inferNumbers } from './infer-numbers.ts';
import { type InferredRoles, inferRoles } from './infer-roles.ts';
import { inferTotals } from './infer-totals.ts';
import { type Sample, type SampleColumn, toColumns } from './sample.ts';
import { findUsedColumns } from './used-columns.ts';

/** A mapping that a file may have. */
export type InferredMapping =
  | {
      readonly mapping: InvoiceMappingInput;
      /** The points that the sample does not show for certain, as sentences that name the settings. */
      readonly doubts: readonly string[];
      readonly missing?: undefined;
    }
  /** The values that each invoice needs and no column holds. */
  | { readonly mapping?: undefined; readonly missing: readonly string[] };

/**
 * Proposes a mapping for a file by its beginning.
 *
 * @param name the name of the mapping
 */
export function inferMapping(sample: Sample, name: string): InferredMapping {
  const columns = toColumns(sample);
  const numbers = inferNumbers(columns);
  const roles = inferRoles(columns, numbers.columns);
  const { columns: found, dates } = roles;
  const number = found.get('number');
  const issuedAt = found.get('issuedAt');
  const reader = createDecimalReader({ ...numbers.form, leadingZeros: true });
  const lineColumns = findLineColumns(found);
  const totals = lineColumns === undefined ? inferTotals(found, reader, numbers.signs) : undefined;
  const figure = lineColumns?.quantity ?? totals?.columns[0];
  if (number === undefined || issuedAt === undefined || dates === undefined || figure === undefined) {
    return { missing: findMissing(found, figure) };
  }

  const line = lineColumns && inferLine(lineColumns, found, number, issuedAt);
  const figures = toFigureColumns(found, lineColumns, totals?.columns ?? []);
  const currency = inferCurrency(found.get('currency'), figures.amounts, columns);
  const amounts = inferAmounts(figures, currency, reader);
  const credit = inferCreditNotes({ number, figure, kind: found.get('kind') }, reader, numbers.signs);
  const customer = inferCustomer(found);
  const mapping: InvoiceMappingInput = {
    name,
    file: toFile(sample),
    numbers: { ...toNumbers(numbers.form), ...amounts.settings },
    dates: dates.settings,
    ...currency.settings,
    invoice: {
      number: number.name,
      ...customer.sources,
      ...totals?.sources,
      currency: currency.source,
      issuedAt: issuedAt.name,
      ...(roles.issueDate === undefined ? {} : { issueDate: roles.issueDate.name }),
    },
    ...line?.settings,
    creditNote: credit.creditNote,
    missingCustomer: customer.missing,
  };
  const doubts = [
    ...numbers.doubts,
    ...roles.doubts,
    ...dates.doubts,
    ...currency.doubts,
    ...amounts.doubts,
    ...(totals?.doubts ?? []),
    ...customer.doubts,
    ...credit.doubts,
    ...(line?.doubts ?? findRepeated(number)),
    ...findUnused(columns, mapping),
  ];
  return { mapping, doubts };
}

type Found = InferredRoles['columns'];

function toFigureColumns(
  found: Found,
  line: ReturnType<typeof findLineColumns>,
  totals: readonly SampleColumn[],
): Parameters<typeof inferAmounts>[0] {
  if (line === undefined) return { amounts: totals, taxRate: undefined, all: totals };
  const taxRate = found.get('taxRate');
  const all = [line.quantity, line.unitPrice, ...(taxRate === undefined ? [] : [taxRate])];
  return { amounts: [line.unitPrice], taxRate, all };
}

function findMissing(found: Found, figure: SampleColumn | undefined): string[] {
  const missing: string[] = [];
  if (!found.has('number')) missing.push("the invoice's number");
  if (!found.has('issuedAt')) missing.push('the time of issue, in a form that is known');
  if (figure === undefined) missing.push('an amount, or a quantity and a unit price');
  return missing;
}

function toFile({ dialect, names }: Sample): InvoiceMappingInput['file'] {
  const { header, comment, ...file } = dialect;
  return {
    ...file,
    ...(comment === undefined ? {} : { comment }),
    ...(header ? {} : { columns: [...names] }),
  };
}

function toNumbers({
  thousands,
  negative,
  groups,
  ...form
}: NumberForm): NonNullable<InvoiceMappingInput['numbers']> {
  return {
    ...form,
    thousands: ([' ', '.', ',', "'"] as const).filter((separator) => thousands.includes(separator)),
    ...(groups === undefined ? {} : { groups }),
    negative: [...negative],
  };
}

function inferCustomer(found: Found): {
  readonly sources: Pick<InvoiceMappingInput['invoice'], 'customerId' | 'customerName'>;
  readonly missing: NonNullable<InvoiceMappingInput['missingCustomer']>;
  readonly doubts: readonly string[];
} {
  const unknown = 'Customer unknown';
  const id = found.get('customerId');
  const ids = id === undefined ? {} : { customerId: id.name };
  const column = found.get('customerName');
  if (column === undefined) {
    const doubt = `No column holds the customer's name; all are called "${unknown}" (invoice.customerName).`;
    return { sources: { ...ids, customerName: { constant: unknown } }, missing: 'reject', doubts: [doubt] };
  }
  const isNumber = column.filled.every((cell) => /^\d+$/.test(cell));
  const doubts = isNumber
    ? [
        `${JSON.stringify(column.name)} holds numbers; customers are called "Customer ${column.filled[0]}" (invoice.customerName).`,
      ]
    : [];
  const source = isNumber ? { column: column.name, prefix: 'Customer ' } : column.name;
  const blank = column.cells.length - column.filled.length;
  if (blank === 0) return { sources: { ...ids, customerName: source }, missing: 'reject', doubts };
  doubts.push(
    `${blank} rows of the sample name no customer; they are kept as "${unknown}" (missingCustomer).`,
  );
  return { sources: { ...ids, customerName: source }, missing: { keepAs: unknown }, doubts };
}

function findRepeated(number: SampleColumn): string[] {
  const seen = new Set<string>();
  const repeated = number.filled.find((cell) => seen.size === seen.add(cell).size);
  if (repeated === undefined) return [];
  return [
    `The number ${JSON.stringify(repeated)} stands in several rows, but each row is taken for an invoice (grouping, line).`,
  ];
}

function findUnused(columns: readonly SampleColumn[], mapping: InvoiceMappingInput): string[] {
  const used = findUsedColumns(mapping);
  const unused = columns.flatMap(({ name }) => (used.has(name) ? [] : [JSON.stringify(name)]));
  return unused.length === 0 ? [] : [`Columns that are not used: ${unused.join(', ')}.`];
}
