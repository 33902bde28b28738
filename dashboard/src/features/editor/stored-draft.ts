import type {
  EditorAdjustmentFragment,
  EditorDocumentAdjustmentFragment,
  EditorDraftFragment,
} from '../../generated/graphql.ts';
import { formatDayText } from '../../ui/day-reading.ts';
import { formatDecimalText, readDecimalText } from '../../ui/decimal-text.ts';
import { toDetailValues } from './draft-details.ts';
import { type AdjustmentValues, createLine, type DraftValues, emptyAdjustment } from './draft-values.ts';

/** A draft as the server has it, written as somebody would write it. */
export interface StoredDraft {
  readonly id: string;
  readonly version: number;
  readonly values: DraftValues;
}

/** Writes a draft of the API in the way of a language. */
export function toStoredDraft(draft: EditorDraftFragment, locale: string): StoredDraft {
  const format = (decimal: string) => formatDecimalText(decimal, locale);
  const toAdjustment = (given: Omit<EditorAdjustmentFragment, '__typename'>): AdjustmentValues => ({
    ...emptyAdjustment,
    reason: given.reason,
    kind: given.percent === null ? 'amount' : 'percent',
    value: format(given.percent ?? given.amount.amount),
  });
  const toDocumentAdjustment = (given: EditorDocumentAdjustmentFragment): AdjustmentValues => {
    const [share] = given.isSplit ? [] : given.shares;
    return {
      ...toAdjustment(given),
      taxRate: share ? format(share.taxRate) : '',
      taxCategory: share?.taxCategory ?? '',
      taxExemptionReason: share?.taxExemptionReason ?? '',
    };
  };
  return {
    id: draft.id,
    version: draft.version,
    values: {
      customerId: draft.customer?.id ?? '',
      customerName: draft.customer?.displayName ?? '',
      currency: draft.currency,
      dueDate: draft.dueDate === null ? '' : formatDayText(draft.dueDate, locale),
      externalReference: draft.externalReference ?? '',
      note: draft.note ?? '',
      ...toDetailValues(draft, locale),
      pricesIncludeTax: draft.pricesIncludeTax,
      lines: draft.lines.map((line) =>
        createLine({
          productId: line.product?.id ?? '',
          sku: line.sku ?? '',
          description: line.description,
          quantity: format(line.quantity),
          unit: line.unit,
          unitPrice: format(line.unitPrice.amount),
          taxRate: format(line.taxRate),
          taxCategory: line.taxCategory,
          taxExemptionReason: line.taxExemptionReason ?? '',
          allowances: line.allowances.map(toAdjustment),
          charges: line.charges.map(toAdjustment),
        }),
      ),
      allowances: draft.allowances.map(toDocumentAdjustment),
      charges: draft.charges.map(toDocumentAdjustment),
    },
  };
}

/** Writes all numbers of a draft anew for another language, in which `1,234` would be another number. */
export function translateNumbers(values: DraftValues, from: string, to: string): DraftValues {
  if (from === to) return values;
  const translate = (text: string) => {
    const reading = readDecimalText(text, from);
    return reading.kind === 'decimal' ? formatDecimalText(reading.decimal, to) : text;
  };
  const translateAdjustment = (one: AdjustmentValues): AdjustmentValues => ({
    ...one,
    value: translate(one.value),
    taxRate: translate(one.taxRate),
  });
  return {
    ...values,
    lines: values.lines.map((line) => ({
      ...line,
      quantity: translate(line.quantity),
      unitPrice: translate(line.unitPrice),
      taxRate: translate(line.taxRate),
      allowances: line.allowances.map(translateAdjustment),
      charges: line.charges.map(translateAdjustment),
    })),
    allowances: values.allowances.map(translateAdjustment),
    charges: values.charges.map(translateAdjustment),
  };
}
