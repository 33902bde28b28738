import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { findInvoices, type SeenInvoice } from '../invoices.ts';
import { expectCompleted, parseSummary } from '../load-summary.ts';

/** By number: the time of issue and the total. */
function toFigures(invoices: readonly SeenInvoice[]): Record<string, string> {
  return Object.fromEntries(
    invoices.map(({ number, issuedAt, taxTotal, total }) => [
      number,
      `${issuedAt} ${total.amount} ${total.currency}, tax ${taxTotal.amount}`,
    ]),
  );
}

const time = '2026-03-01T09:30:00.000Z';

export const formsOfNumbersAndTimes: Case = {
  name: 'signs of currencies, plus, Swiss groups, days of Excel, epochs, percent signs and local months are read by a mapping that names them, and else refused',
  async run({ openDesk, ask }) {
    const desk = await openDesk(import.meta.dirname);
    const flags = ['--skip-limit', 'all', '--reason-limit', 'off'];

    const strict = await desk.batch('load', 'in.csv', '--mapping', 'mapping.json', '--dry-run');
    assert.match(strict.output, /1 invoices, 6 rows would be rejected/);
    assert.match(strict.output, /numbers\.currencySigns[\s\S]*numbers\.plus[\s\S]*numbers\.thousands/);

    const load = await desk.batch('load', 'in.csv', '--mapping', 'forms.json', ...flags);
    // Dollars in a row of euros.
    assert.deepEqual(parseSummary(load).reasons, { CURRENCY_MISMATCH: 1 });
    expectCompleted(await desk.batch('load', 'lines.csv', '--mapping', 'lines.json'));
    // Programs of DOS end a file with 0x1A.
    expectCompleted(await desk.batch('load', 'dos-eof.csv'));

    assert.deepEqual(toFigures(await findInvoices(ask, { search: 'FORM-' })), {
      'FORM-0': `${time} 12.34 EUR, tax 0.00`,
      'FORM-2': `${time} 5.00 EUR, tax 0.00`,
      'FORM-3': `${time} 1234.50 EUR, tax 0.00`,
      'FORM-4': '2026-03-01T00:00:00.000Z 10.00 EUR, tax 0.00',
      'FORM-5': `${time} 10.00 EUR, tax 0.00`,
      'FORM-6': '2026-03-01T08:30:00.000Z 10.00 EUR, tax 0.00',
      'FORM-9': `${time} 10.00 EUR, tax 0.00`,
      'FORM-10': '2026-02-28T23:00:00.000Z 148.75 EUR, tax 23.75',
      'FORM-11': '2026-05-01T22:00:00.000Z -11.90 EUR, tax -1.90',
      'FORM-12': '2025-12-02T23:00:00.000Z 109.98 CAD, tax 9.98',
      'FORM-13': '2026-01-03T23:00:00.000Z 100.00 VED, tax 0.00',
    });
  },
};
