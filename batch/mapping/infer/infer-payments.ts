import type { z } from 'zod';
import type { paymentMappingSchema } from '../payment-mapping.ts';
import { inferCurrency } from './infer-currency.ts';
import { type InferredDates, inferDates } from './infer-dates.ts';
import { inferNumbers } from './infer-numbers.ts';
import { findPaymentRoles, type PaymentRole } from './payment-roles.ts';
import { type Sample, type SampleColumn, toColumns } from './sample.ts';
import { toFileSettings, toNumberSettings } from './to-settings.ts';

/** A mapping of payments that a file may have, or the values that no column holds. */
export type InferredPayments =
  | {
      readonly mapping: z.input<typeof paymentMappingSchema>;
      /** The points that the sample does not show for certain, as sentences that name the settings. */
      readonly doubts: readonly string[];
      readonly missing?: undefined;
    }
  | { readonly mapping?: undefined; readonly missing: readonly string[] };

const references = ['invoiceNumber', 'creditorReference', 'endToEndId', 'remittance'] as const;

/**
 * Proposes a mapping of payments for a file by its beginning.
 *
 * @param name the name of the mapping
 */
export function inferPayments(sample: Sample, name: string): InferredPayments {
  const columns = toColumns(sample);
  const numbers = inferNumbers(columns);
  const dates = new Map<SampleColumn, InferredDates>();
  for (const column of columns) {
    const found = inferDates(column, false);
    if (found !== undefined) dates.set(column, found);
  }
  const found = findPaymentRoles({ all: columns, numeric: new Set(numbers.columns), dates });
  const [amount, paidOn] = [found.get('amount'), found.get('paidOn')];
  const days = paidOn && dates.get(paidOn);
  const hasReference = references.some((role) => found.has(role));
  if (amount === undefined || paidOn === undefined || days === undefined || !hasReference) {
    return {
      missing: [
        ...(hasReference ? [] : ['the number of the invoice, or a text that names it']),
        ...(amount === undefined ? ['an amount'] : []),
        ...(days === undefined ? ['the day of the payment, in a form that is known'] : []),
      ],
    };
  }
  const currency = inferCurrency(found.get('currency'), [amount], columns);
  const sources = Object.fromEntries(
    [...found].flatMap(([role, column]) => (role === 'currency' ? [] : [[role, column.name]])),
  ) as Partial<Record<PaymentRole, string>>;
  const mapping = {
    name,
    file: toFileSettings(sample),
    numbers: {
      ...toNumberSettings(numbers.form),
      ...(numbers.signs.length > 0 ? { currencySigns: 'known' as const } : {}),
    },
    dates: days.settings,
    ...currency.settings,
    payment: { ...sources, amount: amount.name, paidOn: paidOn.name, currency: currency.source },
  };
  const used = new Set(found.values());
  const unused = columns.filter((column) => !used.has(column));
  return {
    mapping,
    doubts: [
      ...numbers.doubts,
      ...days.doubts,
      ...currency.doubts.map((doubt) => doubt.replace('(invoice.currency)', '(payment.currency)')),
      ...findSignDoubts(amount),
      ...(found.has('entryId')
        ? []
        : [
            'No column holds an identification by the bank, so invoice, amount, day and reference identify a payment (payment.entryId).',
          ]),
      ...(unused.length === 0
        ? []
        : [`Columns that are not used: ${unused.map((column) => JSON.stringify(column.name)).join(', ')}.`]),
    ],
  };
}

function findSignDoubts({ name, filled }: SampleColumn): string[] {
  if (!filled.some((cell) => /^[-\u2212(]|-$/.test(cell))) return [];
  return [
    `Some amounts in ${JSON.stringify(name)} are below zero and will be rejected; a column that marks credits distinguishes them (direction).`,
  ];
}
