import { fitName, parseColumnName } from './column-name.ts';
import type { InferredDates } from './infer-dates.ts';
import { isCurrencyText } from './infer-roles.ts';
import { isMostly, type SampleColumn } from './sample.ts';

/** The values of a payment that a column can hold. */
export type PaymentRole =
  | 'invoiceNumber'
  | 'creditorReference'
  | 'endToEndId'
  | 'remittance'
  | 'amount'
  | 'currency'
  | 'paidOn'
  | 'reference'
  | 'method'
  | 'entryId';

/** The columns of a sample, and the forms of those that hold numbers or days. */
export interface PaymentColumns {
  readonly all: readonly SampleColumn[];
  readonly numeric: ReadonlySet<SampleColumn>;
  readonly dates: ReadonlyMap<SampleColumn, InferredDates>;
}

/** The words of names by role, the surest first; in this order roles take their columns. */
const names: readonly (readonly [PaymentRole, readonly RegExp[]])[] = [
  ['endToEndId', [/\b(end to end|endtoend|e2e)\b/]],
  ['entryId', [/\b(entry|umsatz|transaction|bank|account servicer) (id|ref|reference|referenz)\b/]],
  [
    'creditorReference',
    [/\b(creditor|structured|glaubiger) ?(reference|referenz)\b/, /\b(rf|scor)( reference)?$/],
  ],
  [
    'invoiceNumber',
    [
      /\b(invoice|rechnungs?|facture|factura|fattura|factuur|faktura)\b.*\b(number|no|nr|nummer|num|numero|id)\b/,
      /^(n|numero|num|no|nr) (de )?(facture|factura|fattura)$/,
      /^(invoice|rechnung|rechnungsnummer|rechnungsnr|facture|factura|fattura|factuur|factuurnummer|faktura|fakturanummer)$/,
    ],
  ],
  ['method', [/\b(payment|zahlungs?) ?(method|type|art)\b|\bzahlart\b|\bmode de paiement\b/, /^method$/]],
  [
    'remittance',
    [
      /verwendungszweck|\bremittance\b|\bcommunication\b|\bmotif\b|\bcausale\b|\bconcepto\b|\bomschrijving\b/,
      /\bbuchungstext\b|\blibelle\b|\b(payment )?(details|description|narrative)\b|^(text|memo)$/,
    ],
  ],
  ['paidOn', [/\b(payment|paid|booking|operation|transaction)\b|\bbuchungs?(tag|datum)\b|zahlung/, /./]],
  ['amount', [/\bpaid\b|\bpayment\b|bezahlt/, /./]],
  ['currency', [/./]],
  ['reference', [/\b(reference|referenz|ref)\b/]],
];

/** Gives columns their roles by their names and cells. No column has two roles. */
export function findPaymentRoles(columns: PaymentColumns): ReadonlyMap<PaymentRole, SampleColumn> {
  const found = new Map<PaymentRole, SampleColumn>();
  const taken = new Set<SampleColumn>();
  for (const [role, patterns] of names) {
    const column = patterns
      .map((pattern) =>
        columns.all.find(
          (one) =>
            !taken.has(one) &&
            pattern.test(parseColumnName(one.name).words || one.name) &&
            mayHold(role, one, columns),
        ),
      )
      .find((one) => one !== undefined);
    if (column === undefined) continue;
    found.set(role, column);
    taken.add(column);
  }
  return found;
}

function mayHold(role: PaymentRole, column: SampleColumn, { numeric, dates }: PaymentColumns): boolean {
  if (column.filled.length === 0) return false;
  if (role === 'paidOn') return dates.has(column);
  if (role === 'amount') return numeric.has(column) && !dates.has(column) && isAmountName(column.name);
  if (role === 'currency') return fitName(column.name, 'currency') > 0 && isMostly(column, isCurrencyText);
  return !dates.has(column) && (role !== 'remittance' || !numeric.has(column));
}

/** The name of an invoice's amount is not one of what is paid, so the words for it do not suffice. */
function isAmountName(name: string): boolean {
  return fitName(name, 'amount') > 0 || amountWords.test(parseColumnName(name).words);
}

const amountWords = /amount|betrag|montant|importe|importo|bedrag|\bpaid\b|bezahlt/;
