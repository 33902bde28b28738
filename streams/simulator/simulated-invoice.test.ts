import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SequenceSettings, simulateInvoice } from './simulated-invoice.ts';

const settings: SequenceSettings = {
  prefix: 'SIM',
  seed: '1',
  customers: 20,
  disorder: 0,
  maxLatenessMs: 10_000,
};
const nowMs = Date.UTC(2026, 2, 1, 12);
const sequence = (changes: Partial<SequenceSettings> = {}, count = 2_000) =>
  Array.from({ length: count }, (_, index) => simulateInvoice({ ...settings, ...changes }, index + 1, nowMs));

test('the same seed makes the same sequence, which can be continued at any place', () => {
  const whole = sequence();
  assert.deepEqual(sequence(), whole);
  assert.deepEqual(simulateInvoice(settings, 1_234, nowMs), whole[1_233]);
  assert.equal(whole[0]?.invoiceNumber, 'SIM-000001');
  assert.equal(simulateInvoice(settings, 1_234_567, nowMs).invoiceNumber, 'SIM-1234567');
});

test('the first invoices of a seed stay what they are', () => {
  const texts = sequence({}, 3).map(
    ({ customerName, amountMinor, eventId }) => `${customerName} ${amountMinor} ${eventId}`,
  );
  assert.deepEqual(texts, [
    'Boulangerie Martin 602 0a7d45c4-9546-89c1-86a4-ce41e2964f05',
    "Café d'Aubigné, Lyon 459849 e65d9c54-75f6-8fbc-aa39-cd86f6b0bae8",
    'Librairie Martin "Le Bon Coin" 138726 c0839969-932f-8997-a28e-35c6a5512349',
  ]);
});

test('another seed or prefix makes other invoices, under other event ids', () => {
  const all = [sequence(), sequence({ seed: '2' }), sequence({ prefix: 'TEST' })].flat();
  assert.equal(new Set(all.map(({ eventId }) => eventId)).size, all.length);
  const uuid8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  for (const { eventId } of all) assert.match(eventId, uuid8);
});

test('there are as many customers as asked for, and all have invoices', () => {
  for (const customers of [1, 20, 300]) {
    const names = new Set(sequence({ customers }, 5_000).map(({ customerName }) => customerName));
    assert.equal(names.size, customers);
  }
});

test('amounts are whole cents from 5 to 5,000, small ones more often', () => {
  const amounts = sequence().map(({ amountMinor }) => Number(amountMinor));
  assert.ok(Math.min(...amounts) >= 500 && Math.max(...amounts) < 500_000);
  const small = amounts.filter((amount) => amount < 50_000).length;
  assert.ok(small > 1_200 && small < 1_500, String(small));
});

test('disorder is the share of late invoices, and none is later than the maximum', () => {
  for (const { issuedAt } of sequence()) assert.equal(issuedAt.getTime(), nowMs);
  const lateness = sequence({ disorder: 0.25, maxLatenessMs: 500 }).map(
    ({ issuedAt }) => nowMs - issuedAt.getTime(),
  );
  assert.ok(Math.min(...lateness) === 0 && Math.max(...lateness) <= 500);
  const late = lateness.filter((ms) => ms > 0).length;
  assert.ok(late > 420 && late < 580, String(late));
  assert.ok(new Set(lateness).size > 100);
});

test('disorder changes nothing but times', () => {
  const withoutTime = (changes: Partial<SequenceSettings>) =>
    sequence(changes).map(({ issuedAt: _, ...rest }) => rest);
  assert.deepEqual(withoutTime({ disorder: 1 }), withoutTime({}));
});
