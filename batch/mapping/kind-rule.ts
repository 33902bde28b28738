import { type CellProblem, show } from './cells/cell-problem.ts';
import type { ImportKind } from './import-invoice.ts';
import type { InvoiceMapping } from './invoice-mapping.ts';

/** Distinguishes invoices from credit notes, and knows the sign of the latter's figures. */
export interface KindRule {
  /**
   * @param figure a figure whose sign shows the kind: the total, or a line's quantity
   * @param marker the text in the column of the kind; empty if the mapping names no column
   * @returns undefined if the marker means neither
   */
  kindOf(number: string, figure: number, marker: string): ImportKind | undefined;
  /** True if the figures of credit notes are written without their sign. */
  readonly isUnsigned: boolean;
  /** Returns the problem of a marker that means neither. */
  explain(marker: string): CellProblem;
}

export function createKindRule(creditNote: InvoiceMapping['creditNote']): KindRule {
  if (typeof creditNote === 'object' && 'column' in creditNote) return createMarkerRule(creditNote);
  const explain = toUnknownKind([]);
  if (creditNote === 'none') return { kindOf: () => 'INVOICE', isUnsigned: false, explain };
  if (creditNote === 'negativeAmount') {
    return { kindOf: (_, figure) => (figure < 0 ? 'CREDIT_NOTE' : 'INVOICE'), isUnsigned: false, explain };
  }
  const { numberPrefix, figures } = creditNote;
  return {
    kindOf: (number) => (number.startsWith(numberPrefix) ? 'CREDIT_NOTE' : 'INVOICE'),
    isUnsigned: figures === 'positive',
    explain,
  };
}

type MarkerRule = Extract<InvoiceMapping['creditNote'], { readonly values: unknown }>;

function createMarkerRule({ values, invoices, figures }: MarkerRule): KindRule {
  const credits = new Set(values.map(toKey));
  const others = invoices && new Set(invoices.map(toKey));
  return {
    kindOf: (_number, _figure, marker) => {
      const key = toKey(marker);
      if (credits.has(key)) return 'CREDIT_NOTE';
      return others === undefined || others.has(key) ? 'INVOICE' : undefined;
    },
    isUnsigned: figures === 'positive',
    explain: toUnknownKind([...values, ...(invoices ?? [])]),
  };
}

function toUnknownKind(known: readonly string[]): KindRule['explain'] {
  return (marker) => ({
    code: 'NOT_A_KIND',
    message: `${show(marker)} must be one of ${known.map(show).join(', ')} (creditNote)`,
  });
}

function toKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Finds the problem of net and tax, as they will be stored, of an invoice of a kind. */
export function findTotalProblem(
  kind: ImportKind,
  netMinor: number,
  taxMinor: number,
): CellProblem | undefined {
  const totalMinor = netMinor + taxMinor;
  if (netMinor * taxMinor < 0) {
    return { code: 'MIXED_SIGNS', message: 'must not have a tax of the other sign than the net amount' };
  }
  if (kind === 'INVOICE' && totalMinor < 0) {
    return {
      code: 'AMOUNT_NEGATIVE',
      message: 'must not be negative: this is not a credit note by the mapping',
    };
  }
  if (kind === 'CREDIT_NOTE' && totalMinor > 0) {
    return {
      code: 'CREDIT_NOTE_POSITIVE',
      message: 'must take back, and not ask for, money on a credit note',
    };
  }
  return undefined;
}

/** Finds the problem of a quantity if each line may have either sign. */
export function findZeroQuantity(quantityE4: number): CellProblem | undefined {
  return quantityE4 === 0 ? { code: 'QUANTITY_ZERO', message: 'must not be zero' } : undefined;
}

/** Finds the problem of a quantity, as it will be stored, on a line of an invoice of a kind. */
export function findQuantityProblem(kind: ImportKind, quantityE4: number): CellProblem | undefined {
  if (kind === 'INVOICE' && quantityE4 <= 0) {
    return {
      code: 'QUANTITY_NOT_POSITIVE',
      message: 'must be more than zero: this is not a credit note by the mapping',
    };
  }
  if (kind === 'CREDIT_NOTE' && quantityE4 >= 0) {
    return { code: 'QUANTITY_NOT_NEGATIVE', message: 'must take back, and not deliver, on a credit note' };
  }
  return undefined;
}
