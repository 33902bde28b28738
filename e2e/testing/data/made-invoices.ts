import { Random } from '#platform/testing/random.ts';
import { toDay } from '#schema/calendar/day.ts';
import type { CsvInvoice } from '../../../streams/sink/csv/csv-row.ts';

/** An invoice of a file that is made up, and its amount for adding up. */
export interface MadeInvoice extends CsvInvoice {
  readonly amountMinor: number;
}

const customerCount = 10_000;
const startMs = Date.UTC(2020, 0, 1);
const mostMsApart = 20_000;
const numberDigits = 8;

/** Shapes of names, with what CSV must quote, and what UTF-8 writes in several bytes, in as many as real ones have. */
const names: readonly [(nth: number) => string, ...((nth: number) => string)[]] = [
  (nth) => `Nordwind Logistik ${nth} GmbH`,
  (nth) => `Harbour Trading ${nth} Ltd`,
  (nth) => `Boulangerie Martin ${nth}`,
  (nth) => `Ferramenta Rossi ${nth}`,
  (nth) => `Söhne & Töchter Maschinenbau ${nth} AG`,
  (nth) => `Papeterie Élysée ${nth}`,
  (nth) => `Durand, Fils & Cie ${nth}`,
  (nth) => `Atelier "Zur Mühle" ${nth}`,
  (nth) => `日本精工 ${nth}`,
  (nth) => `Quincaillerie ${nth} S.A.`,
];

/** Mostly euros; the yen has no minor unit. */
const currencies = ['EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'EUR', 'USD', 'GBP', 'CHF', 'JPY'] as const;

/** Makes invoices up, one after the other, by a seed: ascending in time, of 10,000 customers. */
export function* makeInvoices(count: number, seed: number): Generator<MadeInvoice> {
  const random = new Random(seed);
  const customers = Array.from({ length: customerCount }, (_, nth) =>
    (names[nth % names.length] ?? names[0])(nth),
  );
  let issuedAtMs = startMs;
  for (let nth = 1; nth <= count; nth += 1) {
    issuedAtMs += random.below(mostMsApart);
    const customer = random.below(customerCount);
    const currency = currencies[customer % currencies.length] ?? currencies[0];
    // Small amounts are more frequent than large ones.
    const amountMinor = random.between(1, 10 ** random.between(3, 7));
    yield {
      invoiceNumber: `FA-${String(nth).padStart(numberDigits, '0')}`,
      customerName: customers[customer] ?? '',
      amount: currency === 'JPY' ? String(amountMinor) : formatCents(amountMinor),
      currency,
      issuedAt: new Date(issuedAtMs).toISOString(),
      issueDate: toDay(new Date(issuedAtMs), 'UTC'),
      isSimulated: false,
      amountMinor,
    };
  }
}

function formatCents(minor: number): string {
  const cents = minor % 100;
  return `${(minor - cents) / 100}.${cents < 10 ? '0' : ''}${cents}`;
}
