import { readDayText } from '../../ui/day-reading.ts';
import { readDecimalText } from '../../ui/decimal-text.ts';
import { detailDays, detailFields } from './draft-details.ts';
import { isUntaxed } from './draft-reading.ts';
import { type AdjustmentValues, type DraftValues, isBlankLine, type LineValues } from './draft-values.ts';

/** The fields of the head that are compared, with their texts. */
export const headFields = [
  'customerName',
  'dueDate',
  'externalReference',
  'note',
  ...detailFields,
  'pricesIncludeTax',
  'allowances',
  'charges',
] as const;
export type HeadField = (typeof headFields)[number];

export const lineFields = [
  'sku',
  'description',
  'quantity',
  'unit',
  'unitPrice',
  'taxRate',
  'taxCategory',
  'taxExemptionReason',
  'allowances',
  'charges',
] as const;
export type LineField = (typeof lineFields)[number];

/** The unit that the API gives a line without one. */
const defaultUnit = 'piece';

/** Brings a field of the head into the one form in which it can be compared. */
export function normalizeHeadField(values: DraftValues, field: HeadField, locale: string): string {
  if (field === 'allowances' || field === 'charges') return normalizeAdjustments(values[field], locale);
  if (field === 'pricesIncludeTax') return String(values.pricesIncludeTax);
  if (field === 'customerName') return values.customerId && `${values.customerId} ${values.customerName}`;
  const text = values[field].trim();
  const isDay = field === 'dueDate' || detailDays.some((name) => name === field);
  const day = isDay ? readDayText(text) : undefined;
  return day?.kind === 'day' ? day.day : text;
}

/** Brings a field of a line into the one form in which it can be compared. */
export function normalizeLineField(line: LineValues, field: LineField, locale: string): string {
  if (field === 'allowances' || field === 'charges') return normalizeAdjustments(line[field], locale);
  if (field === 'sku') return line.productId || line.sku;
  if (field === 'unit') return line.unit.trim() || (line.productId === '' ? defaultUnit : '');
  if (field === 'taxRate') return isUntaxed(line.taxCategory) ? '0' : toNumber(line.taxRate, locale);
  if (field === 'taxCategory') {
    if (line.taxCategory !== '' || line.productId !== '') return line.taxCategory;
    return toNumber(line.taxRate, locale) === '0' ? 'ZERO_RATED' : 'STANDARD';
  }
  return field === 'quantity' || field === 'unitPrice' ? toNumber(line[field], locale) : line[field].trim();
}

/** True if a field of a line is the same on both sides. An empty field that the product or the API fills equals any value. */
export function isSameLineField(
  one: LineValues,
  other: LineValues,
  field: LineField,
  locale: string,
): boolean {
  const [first, second] = [one, other].map((line) => normalizeLineField(line, field, locale));
  if (first === second) return true;
  const isLeft =
    field === 'taxExemptionReason' ||
    (one.productId !== '' && one.productId === other.productId && field !== 'quantity');
  return isLeft && (first === '' || second === '');
}

function isSameLine(one: LineValues, other: LineValues, locale: string): boolean {
  return lineFields.every((field) => isSameLineField(one, other, field, locale));
}

/** True if two drafts are the same but for the form of their texts. */
export function isSameDraft(one: DraftValues, other: DraftValues, locale: string): boolean {
  const [lines, others] = [one, other].map((values) => values.lines.filter((line) => !isBlankLine(line)));
  return (
    headFields.every(
      (field) => normalizeHeadField(one, field, locale) === normalizeHeadField(other, field, locale),
    ) &&
    lines?.length === others?.length &&
    (lines ?? []).every((line, index) => {
      const counterpart = others?.[index];
      return counterpart !== undefined && isSameLine(line, counterpart, locale);
    })
  );
}

function normalizeAdjustments(adjustments: readonly AdjustmentValues[], locale: string): string {
  return adjustments
    .map(({ kind, value, reason, taxRate }) => {
      const rate = taxRate.trim() === '' ? '' : ` (${toNumber(taxRate, locale)} %)`;
      return `${toNumber(value, locale)}${kind === 'percent' ? ' %' : ''} ${reason.trim()}${rate}`;
    })
    .join('; ');
}

/** The decimal without zeros at its end, or the text if it is not a number. */
function toNumber(text: string, locale: string): string {
  const reading = readDecimalText(text, locale);
  if (reading.kind !== 'decimal') return text.trim();
  const { decimal } = reading;
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
