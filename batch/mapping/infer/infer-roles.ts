import { isUuid } from '#platform/database/uuid.ts';
import { isCurrency } from '#schema/money.ts';
import { taxCategoryCodes } from '#schema/tax-category.ts';
import { fitName, isOtherThan } from './column-name.ts';
import { isCreditWord } from './infer-credit-notes.ts';
import { type InferredDates, inferDates } from './infer-dates.ts';
import { holdsRates } from './known-rates.ts';
import { hasPercent } from './number-cells.ts';
import type { Role } from './role-names.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** The columns by their roles. No column has two roles. */
export interface InferredRoles {
  readonly columns: ReadonlyMap<Role, SampleColumn>;
  readonly dates: InferredDates | undefined;
  /** The day on the invoice: a column of days beside one of instants. */
  readonly issueDate: SampleColumn | undefined;
  readonly doubts: readonly string[];
}

const lineRoles: readonly Role[] = [
  ...(['sku', 'description', 'quantity', 'unit', 'unitPrice'] as const),
  ...(['taxRate', 'taxCategory', 'taxExemptionReason'] as const),
];
const invoiceRoles: readonly Role[] = [
  'number',
  'customerId',
  'customerName',
  'issuedAt',
  'currency',
  'kind',
  'amount',
  'net',
  'tax',
];
const figures: ReadonlySet<Role> = new Set<Role>([
  'amount',
  'net',
  'tax',
  'quantity',
  'unitPrice',
  'taxRate',
]);

/** A column that may have a role by its name and cells. */
interface Candidate {
  readonly role: Role;
  readonly column: SampleColumn;
  readonly fit: number;
}

/** Columns and the known forms of their cells. */
interface Columns {
  readonly all: readonly SampleColumn[];
  readonly numeric: ReadonlySet<SampleColumn>;
  readonly dates: ReadonlyMap<SampleColumn, InferredDates>;
}

/** Gives columns their roles by their content and names; roles that each invoice needs are guessed if necessary. */
export function inferRoles(all: readonly SampleColumn[], numeric: readonly SampleColumn[]): InferredRoles {
  const dates = new Map<SampleColumn, InferredDates>();
  for (const column of all) {
    const found = inferDates(column, fitName(column.name, 'issuedAt') > 0);
    if (found !== undefined) dates.set(column, found);
  }
  const columns: Columns = { all, numeric: new Set(numeric), dates };
  const asLines = assign([...invoiceRoles, ...lineRoles], columns);
  const isOfLines = asLines.has('quantity') && asLines.has('unitPrice');
  const found = isOfLines ? asLines : assign(invoiceRoles, columns);
  const doubts = [...(isOfLines ? takeRates(found) : []), ...guess(found, columns)];
  const issuedAt = found.get('issuedAt');
  const settings = issuedAt && dates.get(issuedAt);
  return { columns: found, dates: settings, issueDate: findIssueDate(found, settings, columns), doubts };
}

/** The best fit first, whichever role and column it is of, so that a whole name comes before a part of one. */
function assign(roles: readonly Role[], columns: Columns): Map<Role, SampleColumn> {
  const candidates = roles.flatMap((role) => findCandidates(role, columns));
  const found = new Map<Role, SampleColumn>();
  const taken = new Set<SampleColumn>();
  for (const { role, column } of candidates.toSorted((one, other) => other.fit - one.fit)) {
    if (found.has(role) || taken.has(column)) continue;
    found.set(role, column);
    taken.add(column);
  }
  return found;
}

function findCandidates(role: Role, columns: Columns): Candidate[] {
  return columns.all.flatMap((column) => {
    const fit = findFit(role, column);
    return fit > 0 && mayHold(role, column, columns) ? [{ role, column, fit }] : [];
  });
}

/** Shopify calls the number of an order its name. */
const numberOfOrder = /^#\d+$/;

function findFit(role: Role, column: SampleColumn): number {
  const isOrder =
    role === 'number' &&
    /^(?:name|order)$/i.test(column.name) &&
    isMostly(column, (cell) => numberOfOrder.test(cell));
  if (isOrder) return fitName('invoice', role);
  const fit = fitName(column.name, role);
  return role === 'taxRate' && hasPercent(column) ? Math.max(fit, fitName(column.name, 'tax')) : fit;
}

function mayHold(role: Role, column: SampleColumn, { numeric, dates }: Columns): boolean {
  if (figures.has(role)) return numeric.has(column) && (role === 'taxRate' || !hasPercent(column));
  if (role === 'customerId') return isMostly(column, isUuid);
  if (role === 'currency') return isMostly(column, isCurrencyText);
  if (role === 'issuedAt') return dates.has(column);
  if (role === 'taxCategory') return column.filled.length > 0 && column.filled.every(isTaxCategoryText);
  if (role === 'kind') return column.filled.some(isCreditWord);
  if (role === 'description' || role === 'unit' || role === 'taxExemptionReason')
    return !numeric.has(column) && !dates.has(column);
  return column.filled.length > 0 && !(role === 'customerName' && dates.has(column) && !numeric.has(column));
}

/** True if a text names a currency: by a code, also in small letters, or by a sign. */
function isCurrencyText(text: string): boolean {
  return isCurrency(text.toUpperCase()) || /^\p{Sc}$/u.test(text);
}

/** True if a text is a code of EN 16931, also in small letters. */
function isTaxCategoryText(text: string): boolean {
  return taxCategoryCodes.some((code) => code === text.toUpperCase());
}

/** Moves a column of lines that is called tax to the rates if all its numbers are rates. */
function takeRates(found: Map<Role, SampleColumn>): string[] {
  const tax = found.get('tax');
  if (tax === undefined || found.has('taxRate') || !holdsRates(tax)) return [];
  found.delete('tax');
  found.set('taxRate', tax);
  return [
    `The column ${JSON.stringify(tax.name)} is taken for rates of tax and not for amounts, as all its numbers are such rates (line.taxRate).`,
  ];
}

/** Gives each missing role that an invoice needs to the likeliest column left, with a doubt. */
function guess(found: Map<Role, SampleColumn>, { all, numeric, dates }: Columns): string[] {
  const doubts: string[] = [];
  const free = () => {
    const taken = new Set(found.values());
    return all.filter((column) => !taken.has(column) && column.filled.length > 0);
  };
  const take = (role: Role, what: string, column: SampleColumn | undefined) => {
    if (found.has(role) || column === undefined) return;
    found.set(role, column);
    doubts.push(toDoubt(role, what, column.name));
  };
  take(
    'currency',
    'the currency',
    free().find((column) => isMostly(column, isCurrency)),
  );
  const dated = free().filter((column) => dates.has(column) && !numeric.has(column));
  take('issuedAt', 'the time of issue', dated.find(({ name }) => !isOtherThan(name, 'issuedAt')) ?? dated[0]);
  const isText = (column: SampleColumn) => !numeric.has(column) && !dates.has(column);
  const isDistinct = ({ filled }: SampleColumn) => new Set(filled).size > filled.length / 20;
  const numbers = free().filter(isDistinct);
  take(
    'number',
    "the invoice's number",
    numbers.find(({ name }) => !isOtherThan(name, 'number')) ?? numbers[0],
  );
  const texts = free().filter(isText);
  take(
    'customerName',
    "the customer's name",
    texts.find(({ name }) => !isOtherThan(name, 'customerName')) ?? texts[0],
  );
  if (!found.has('unitPrice') && !found.has('net')) {
    const amounts = free().filter((column) => numeric.has(column));
    take(
      'amount',
      'the total',
      amounts.findLast(({ name }) => !isOtherThan(name, 'amount')) ?? amounts.at(-1),
    );
  }
  return doubts;
}

const isoDay = /^\d{4}-\d\d-\d\d$/;

function findIssueDate(
  found: ReadonlyMap<Role, SampleColumn>,
  issuedAt: InferredDates | undefined,
  { all }: Columns,
): SampleColumn | undefined {
  // A time without an offset contains its day.
  if (issuedAt === undefined || issuedAt.settings.timeZone !== undefined) return undefined;
  const taken = new Set(found.values());
  return all.find(
    (column) =>
      !taken.has(column) &&
      fitName(column.name, 'issuedAt') > 0 &&
      isMostly(column, (cell) => isoDay.test(cell)),
  );
}

function toDoubt(role: Role, what: string, name: string): string {
  if (isOtherThan(name, role)) {
    return `The column ${JSON.stringify(name)} is taken for ${what}, though its name says that it is something else (invoice.${role}).`;
  }
  return `The column ${JSON.stringify(name)} is taken for ${what} by what it holds, not by its name.`;
}
