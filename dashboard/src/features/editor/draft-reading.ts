import type {
  AdjustmentInput,
  DocumentAdjustmentInput,
  InvoiceLineInput,
  PreviewInvoiceInput,
} from '../../generated/graphql.ts';
import type { Days } from '../../ui/use-days.ts';
import type { Decimals } from '../../ui/use-decimals.ts';
import { detailDays, toDetailsInput } from './draft-details.ts';
import { type AdjustmentValues, type DraftValues, isBlankLine, type LineValues } from './draft-values.ts';

/** The page's ways of reading what is typed, and its word for a field that is empty. */
export interface DraftReaders {
  readonly decimals: Decimals;
  readonly days: Days;
  readonly required: string;
}

/** Problems by the name of the field in its line or in the head, such as `quantity` or `allowances.0.value`. */
export type FieldProblems = Readonly<Record<string, string>>;

export interface DraftReading {
  /** The draft as the API takes it, without the lines in which something is wrong. */
  readonly input: Omit<PreviewInvoiceInput, 'id'>;
  /** The keys of the lines of the input, in their order. */
  readonly lineKeys: readonly string[];
  readonly headProblems: FieldProblems;
  /** By the keys of lines; lines without a problem are not in it. */
  readonly lineProblems: Readonly<Record<string, FieldProblems>>;
  /** True if all of it can be saved, as far as the page can tell. */
  readonly isComplete: boolean;
}

interface LineReading {
  readonly input: InvoiceLineInput | undefined;
  readonly problems: FieldProblems;
}

/** Reads drafts. A line that was read before is not read again, since it is another object once it has changed. */
export class DraftReader {
  readonly #readers: DraftReaders;
  readonly #lines = new WeakMap<LineValues, LineReading>();

  constructor(readers: DraftReaders) {
    this.#readers = readers;
  }

  read(values: DraftValues): DraftReading {
    const { days, required } = this.#readers;
    const problems = new Problems();
    if (values.customerId === '') problems.add('customerId', required);
    if (!/^[A-Z]{3}$/.test(values.currency)) problems.add('currency', required);
    problems.check('dueDate', days.validate(values.dueDate));
    for (const field of detailDays) problems.check(field, days.validate(values[field]));
    const [start, end] = ['delivery.period.start', 'delivery.period.end'] as const;
    if (values[start].trim() !== '' && values[end].trim() === '') problems.add(end, required);
    if (values[end].trim() !== '' && values[start].trim() === '') problems.add(start, required);
    const adjustments = (['allowances', 'charges'] as const).map((name) =>
      values[name].map((one, index) => this.#readAdjustment(one, problems, `${name}.${index}`, true)),
    );
    const [allowances = [], charges = []] = adjustments;
    const written = values.lines.filter((line) => !isBlankLine(line));
    const readings = written.map((line) => ({ key: line.key, ...this.#readLine(line) }));
    const wrong = readings.filter(({ input }) => input === undefined);
    const right = readings.flatMap(({ key, input }) => (input === undefined ? [] : { key, input }));
    return {
      input: {
        customerId: values.customerId === '' ? null : values.customerId,
        currency: values.currency,
        pricesIncludeTax: values.pricesIncludeTax,
        dueDate: days.toDay(values.dueDate) ?? null,
        externalReference: toText(values.externalReference),
        note: toText(values.note),
        ...toDetailsInput(values, days),
        lines: right.map(({ input }) => input),
        allowances: allowances.flatMap((one) => one ?? []),
        charges: charges.flatMap((one) => one ?? []),
      },
      lineKeys: right.map(({ key }) => key),
      headProblems: problems.found,
      lineProblems: Object.fromEntries(wrong.map((one) => [one.key, one.problems])),
      isComplete: wrong.length === 0 && problems.isEmpty,
    };
  }

  #readLine(line: LineValues): LineReading {
    const known = this.#lines.get(line);
    if (known) return known;
    const { decimals, required } = this.#readers;
    const problems = new Problems();
    const isFree = line.productId === '';
    problems.check('quantity', decimals.validate(line.quantity, { isRequired: true, maxDecimals: 4 }));
    problems.check('unitPrice', decimals.validate(line.unitPrice, { isRequired: isFree }));
    const needsRate = isFree && !isUntaxed(line.taxCategory);
    problems.check('taxRate', decimals.validate(line.taxRate, { isRequired: needsRate, maxDecimals: 3 }));
    if (isFree && line.description.trim() === '') problems.add('description', required);
    const read = (name: 'allowances' | 'charges') =>
      line[name].flatMap(
        (one, index) => this.#readAdjustment(one, problems, `${name}.${index}`, false) ?? [],
      );
    const [allowances, charges] = [read('allowances'), read('charges')];
    const input: InvoiceLineInput = {
      productId: isFree ? null : line.productId,
      description: toText(line.description),
      quantity: decimals.toDecimal(line.quantity) ?? '',
      unit: toText(line.unit),
      unitPrice: decimals.toDecimal(line.unitPrice) ?? null,
      ...this.#readTax(line),
      allowances: allowances.map(withoutTax),
      charges: charges.map(withoutTax),
    };
    const reading = { input: problems.isEmpty ? input : undefined, problems: problems.found };
    this.#lines.set(line, reading);
    return reading;
  }

  #readTax({
    taxRate,
    taxCategory,
    taxExemptionReason,
  }: Pick<LineValues, 'taxRate' | 'taxCategory' | 'taxExemptionReason'>) {
    return {
      taxRate: isUntaxed(taxCategory) ? null : (this.#readers.decimals.toDecimal(taxRate) ?? null),
      taxCategory: taxCategory === '' ? null : taxCategory,
      taxExemptionReason: isUntaxed(taxCategory) ? toText(taxExemptionReason) : null,
    };
  }

  #readAdjustment(
    given: AdjustmentValues,
    problems: Problems,
    place: string,
    hasTax: boolean,
  ): DocumentAdjustmentInput | undefined {
    const { decimals, required } = this.#readers;
    const before = problems.count;
    if (given.reason.trim() === '') problems.add(`${place}.reason`, required);
    const rule = { isRequired: true, ...(given.kind === 'percent' && { maxDecimals: 3 }) };
    problems.check(`${place}.value`, decimals.validate(given.value, rule));
    if (hasTax) problems.check(`${place}.taxRate`, decimals.validate(given.taxRate, { maxDecimals: 3 }));
    if (problems.count > before) return undefined;
    const value = decimals.toDecimal(given.value) ?? null;
    return {
      reason: given.reason,
      amount: given.kind === 'amount' ? value : null,
      percent: given.kind === 'percent' ? value : null,
      ...(hasTax ? this.#readTax(given) : {}),
    };
  }
}

/** True of categories that bear no tax, in which the rate is zero and a reason stands. */
export function isUntaxed(category: LineValues['taxCategory']): boolean {
  return category !== '' && category !== 'STANDARD' && category !== 'ZERO_RATED';
}

class Problems {
  readonly #found: Record<string, string> = {};
  count = 0;

  get found(): FieldProblems {
    return this.#found;
  }

  get isEmpty(): boolean {
    return this.count === 0;
  }

  add(name: string, message: string): void {
    this.#found[name] = message;
    this.count += 1;
  }

  check(name: string, result: true | string): void {
    if (result !== true) this.add(name, result);
  }
}

function toText(text: string): string | null {
  return text.trim() === '' ? null : text;
}

function withoutTax({ reason, amount, percent }: DocumentAdjustmentInput): AdjustmentInput {
  return { reason, amount: amount ?? null, percent: percent ?? null };
}
