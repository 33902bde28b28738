import { isCurrency } from '#schema/money.ts';
import { fitName, type Role } from './column-names.ts';
import { type InferredDates, inferDates } from './infer-dates.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** Which column is what. */
export interface InferredRoles {
  readonly columns: ReadonlyMap<Role, SampleColumn>;
  readonly dates: InferredDates | undefined;
  readonly doubts: readonly string[];
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const figures: readonly Role[] = ['quantity', 'unitPrice', 'taxRate', 'net', 'tax', 'amount'];
const texts: readonly Role[] = ['number', 'description', 'sku', 'unit', 'customerName'];

/** Gives columns their roles: by what they hold and what they are called, and what must be there by guessing. */
export function inferRoles(
  columns: readonly SampleColumn[],
  numeric: readonly SampleColumn[],
): InferredRoles {
  const found = new Map<Role, SampleColumn>();
  const doubts: string[] = [];
  const isFree = (column: SampleColumn) => ![...found.values()].includes(column);
  const takeNamed = (role: Role, among: readonly SampleColumn[]) => {
    const best = among
      .filter((column) => isFree(column) && fitName(column.name, role) > 0)
      .toSorted((one, other) => fitName(other.name, role) - fitName(one.name, role))[0];
    if (best !== undefined) found.set(role, best);
  };
  const takeGuess = (role: Role, what: string, guess: SampleColumn | undefined) => {
    if (found.has(role) || guess === undefined) return;
    found.set(role, guess);
    doubts.push(
      `The column ${JSON.stringify(guess.name)} is taken for ${what} by what it holds, not by its name.`,
    );
  };

  takeNamed(
    'customerId',
    columns.filter((column) => isMostly(column, (cell) => uuidForm.test(cell))),
  );
  const currencies = columns.filter((column) => isMostly(column, isCurrency));
  takeNamed('currency', currencies);
  takeGuess('currency', 'the currency', currencies.find(isFree));
  takeNamed('number', columns);
  const dated = columns.filter(isFree).flatMap((column) => {
    const dates = inferDates(column);
    return dates === undefined ? [] : [{ column, dates }];
  });
  takeNamed(
    'issuedAt',
    dated.map(({ column }) => column),
  );
  takeGuess('issuedAt', 'the time of issue', dated.find(({ column }) => !numeric.includes(column))?.column);
  for (const role of figures) takeNamed(role, numeric);
  for (const role of texts) takeNamed(role, columns);

  const isText = (column: SampleColumn) =>
    isFree(column) && !numeric.includes(column) && column.filled.length > 0;
  const isDistinct = ({ filled }: SampleColumn) => new Set(filled).size > filled.length / 20;
  takeGuess(
    'number',
    "the invoice's number",
    columns.find((column) => isFree(column) && isDistinct(column)),
  );
  takeGuess('customerName', "the customer's name", columns.find(isText));
  if (!found.has('unitPrice') && !found.has('net')) {
    const last = numeric.findLast(isFree);
    takeGuess('amount', 'the total', last);
  }
  const issuedAt = found.get('issuedAt');
  return { columns: found, dates: dated.find(({ column }) => column === issuedAt)?.dates, doubts };
}
