import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { pickSize } from '#platform/testing/test-size.ts';
import { parseMoney } from '#schema/money.ts';
import { parseQuantity } from '#schema/quantity.ts';
import { type CreditDocument, credit, readCredited } from './testing/credit-calls.ts';
import { succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

// Credits go through the API to PostgreSQL, whose triggers check them too.

let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const decimal = (units: number, scale: number) => (units / 10 ** scale).toFixed(scale);
const line = fc.record({
  description: fc.constant('Work'),
  quantity: fc.integer({ min: 1, max: 50_000 }).map((units) => decimal(units, 4)),
  unitPrice: fc.integer({ min: 0, max: 2_000_000 }).map((units) => decimal(units, 4)),
  taxRate: fc.constantFrom('0', '5.5', '9.975', '19', '20'),
});
const lines = fc.array(line, { minLength: 1, maxLength: 5 });
/** For each credit note and line the share of what is left, in percent. */
const shares = fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 }), {
  maxLength: 3,
});

/** Sums by VAT rate: net and tax in minor units, times the sign; rates that come to nothing are left out. */
function sumByRate(documents: readonly CreditDocument[], sign: bigint): Record<string, string> {
  const sums = new Map<string, { net: bigint; tax: bigint }>();
  for (const { taxRate, netAmount, taxAmount } of documents.flatMap((one) => one.taxSubtotals)) {
    const { net, tax } = sums.get(taxRate) ?? { net: 0n, tax: 0n };
    sums.set(taxRate, {
      net: net + sign * toMinor(netAmount.amount),
      tax: tax + sign * toMinor(taxAmount.amount),
    });
  }
  const some = [...sums].filter(([, { net, tax }]) => net !== 0n || tax !== 0n);
  return Object.fromEntries(some.sort().map(([rate, { net, tax }]) => [rate, `${net} ${tax}`]));
}

function toMinor(amount: string): bigint {
  const minor = parseMoney(amount, 'EUR')?.amountMinor;
  assert.ok(minor !== undefined);
  return minor;
}

const usual = fc.record({ lines });
const percent = (max: number) => fc.integer({ min: 1, max: max * 1_000 }).map((units) => decimal(units, 3));
const allowance = fc.record({ percent: percent(40), reason: fc.constant('Discount') });
const charge = fc.record({
  amount: fc.integer({ min: 1, max: 5_000 }).map((units) => decimal(units, 2)),
  reason: fc.constant('Freight'),
});
const adjusted = fc.record({
  lines: fc.array(
    fc
      .tuple(
        line,
        fc.record({
          allowances: fc.array(allowance, { maxLength: 1 }),
          charges: fc.array(charge, { maxLength: 1 }),
        }),
      )
      .map(([plain, both]) => ({ ...plain, ...both })),
    { minLength: 1, maxLength: 5 },
  ),
  allowances: fc.array(allowance, { maxLength: 2 }),
  charges: fc.array(
    fc.tuple(charge, fc.constantFrom('0', '5.5', '20')).map(([given, taxRate]) => ({ ...given, taxRate })),
    { maxLength: 2 },
  ),
  pricesIncludeTax: fc.boolean(),
});

for (const [kind, documents] of [
  ['plain lines', usual],
  ['allowances, charges and prices that include tax', adjusted],
] as const) {
  test(`whatever is credited first, the credit notes and the rest equal the invoice, by rate and to the cent: ${kind}`, async () => {
    const property = fc.asyncProperty(documents, shares, async (given, parts) => {
      const input = { customerId: billing.addCustomer(), currency: 'EUR', ...given };
      const { id } = await succeed(manager, 'createInvoice', input);
      await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
      const notes: CreditDocument[] = [];
      for (const part of parts) {
        const before = await readCredited(manager, id);
        const wanted = before.lines.flatMap(({ id: lineId, creditableQuantity }, index) => {
          const left = parseQuantity(creditableQuantity).value ?? 0n;
          const units = (left * BigInt(part[index] ?? 0)) / 100n;
          return units === 0n ? [] : [{ lineId, quantity: decimal(Number(units), 4) }];
        });
        if (wanted.length > 0) notes.push(await credit(manager, { invoiceId: id, lines: wanted }));
      }
      const rest = await readCredited(manager, id);
      const isLeft = rest.lines.some(({ creditableQuantity }) => creditableQuantity !== '0');
      if (isLeft) notes.push(await credit(manager, { invoiceId: id }));
      const invoice = await readCredited(manager, id);
      const credited = sumByRate(notes, -1n);
      assert.deepEqual(credited, sumByRate([invoice], 1n));
      assert.deepEqual([invoice.creditedTotal, invoice.status], [invoice.total, 'PAID']);
    });
    await fc.assert(property, { numRuns: pickSize({ quick: 6, long: 200 }) });
  });
}
