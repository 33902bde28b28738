import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createStatisticsApi, type StatisticsApi } from '../testing/statistics-api.ts';
import { createStoredStatistics, type StoredStatistics } from '../testing/stored-statistics.ts';

const martin = '01a1fd81-0453-755b-9469-a1627b6ce433';

let stored: StoredStatistics;
let api: StatisticsApi;

before(async () => {
  stored = await createStoredStatistics();
  api = await createStatisticsApi(stored);
});
after(() => stored.close());

async function read(text: string, variables?: Record<string, unknown>) {
  const { data, errors } = await api.query(text, variables);
  assert.deepEqual(errors, undefined);
  // As a client sees it.
  return JSON.parse(JSON.stringify(data));
}

test('before the first invoice all figures are there, and nothing is in them', async () => {
  const data = await read(`{
    liveTotals { cursor allTime { count } lastFiveSeconds { count } invoicesPerSecond }
    customerTotals { cursor ranks { rank } }
    customerTotal(customerName: "Nobody") { cursor customerName totals { count } }
  }`);
  const cursor = data.liveTotals.cursor;
  assert.deepEqual(data, {
    liveTotals: { cursor, allTime: [], lastFiveSeconds: [], invoicesPerSecond: 0 },
    customerTotals: { cursor, ranks: [] },
    customerTotal: { cursor, customerName: null, totals: [] },
  });
});

test('the figures are those of all partitions, by currency and exact', async () => {
  await stored.store(0, [
    { amountMinor: 9_007_199_254_740_993n, customerId: martin },
    { amountMinor: 50n, currency: 'JPY', customerId: martin },
    { amountMinor: 10n, issuedAt: '2026-03-01T09:30:00Z' },
  ]);
  await stored.store(3, [{ amountMinor: 7n, customerName: 'Zoë & Sons' }]);
  const data = await read(
    `query ($id: ID!) {
      liveTotals {
        cursor
        allTime { count total { amount currency } }
        lastFiveSeconds { count total { amount currency } }
        invoicesPerSecond
      }
      customerTotals(first: 2) { cursor ranks { rank customer { id } customerName count total { amount currency } } }
      yen: customerTotals(currency: "JPY") { ranks { total { amount currency } } }
      byId: customerTotal(customerId: $id) { cursor customer { id } customerName totals { total { amount currency } } }
      byName: customerTotal(customerName: "Zoë & Sons") { customer { id } customerName totals { count } }
    }`,
    { id: martin.toUpperCase() },
  );
  const cursor = data.liveTotals.cursor;
  const eur = (amount: string) => ({ amount, currency: 'EUR' });
  const jpy = { amount: '50', currency: 'JPY' };
  assert.deepEqual(data, {
    liveTotals: {
      cursor,
      allTime: [
        { count: 3, total: eur('90071992547410.10') },
        { count: 1, total: jpy },
      ],
      lastFiveSeconds: [
        { count: 2, total: eur('90071992547410.00') },
        { count: 1, total: jpy },
      ],
      invoicesPerSecond: 0.6,
    },
    customerTotals: {
      cursor,
      ranks: [
        {
          rank: 1,
          customer: { id: martin },
          customerName: 'Boulangerie Martin',
          count: 1,
          total: eur('90071992547409.93'),
        },
        { rank: 2, customer: null, customerName: 'Boulangerie Martin', count: 1, total: eur('0.10') },
        { rank: 1, customer: { id: martin }, customerName: 'Boulangerie Martin', count: 1, total: jpy },
      ],
    },
    yen: { ranks: [{ total: jpy }] },
    byId: {
      cursor,
      customer: { id: martin },
      customerName: 'Boulangerie Martin',
      totals: [{ total: eur('90071992547409.93') }, { total: jpy }],
    },
    byName: { customer: null, customerName: 'Zoë & Sons', totals: [{ count: 1 }] },
  });
});

test('a customer is one entry, whichever partitions the messages lie in', async () => {
  const invoice = { customerName: 'Xq Cust', currency: 'NZD', amountMinor: 1_000n };
  for (const partition of [0, 1, 2, 2]) await stored.store(partition, [invoice]);
  const data = await read(`{
    customerTotal(customerName: "Xq Cust") { totals { count total { amount currency } } }
    customerTotals(currency: "NZD") { ranks { rank customerName count total { amount } } }
  }`);
  assert.deepEqual(data, {
    customerTotal: { totals: [{ count: 4, total: { amount: '40.00', currency: 'NZD' } }] },
    customerTotals: {
      ranks: [{ rank: 1, customerName: 'Xq Cust', count: 4, total: { amount: '40.00' } }],
    },
  });
});

test('simulated invoices are in no figure unless asked for', async () => {
  const at = { currency: 'NOK', amountMinor: 100n };
  await stored.store(0, [{ ...at, customerName: 'Only simulated', simulated: true, amountMinor: 5_000n }]);
  await stored.store(1, [
    { ...at, customerName: 'Both' },
    { ...at, customerName: 'Both', simulated: true },
    { ...at, customerName: 'Only real', amountMinor: 150n },
  ]);
  const fields = (given: string) => `
    liveTotals${given === '' ? '' : `(${given})`} {
      allTime { count total { amount currency } } lastFiveSeconds { total { amount currency } }
    }
    customerTotals(currency: "NOK"${given && `, ${given}`}) { ranks { rank customerName count total { amount } } }
    customerTotal(customerName: "Only simulated"${given && `, ${given}`}) { customerName totals { count } }`;
  const ofNok = (figures: { total: { amount: string; currency: string } }[]) =>
    figures.flatMap(({ total }) => (total.currency === 'NOK' ? total.amount : []));
  const real = await read(`{ ${fields('')} }`);
  const all = await read(`{ ${fields('includeSimulated: true')} }`);
  assert.deepEqual([ofNok(real.liveTotals.allTime), ofNok(all.liveTotals.allTime)], [['2.50'], ['53.50']]);
  assert.deepEqual(ofNok(real.liveTotals.lastFiveSeconds), ['2.50']);
  assert.deepEqual(ofNok(all.liveTotals.lastFiveSeconds), ['53.50']);
  assert.deepEqual(real.customerTotals.ranks, [
    { rank: 1, customerName: 'Only real', count: 1, total: { amount: '1.50' } },
    { rank: 2, customerName: 'Both', count: 1, total: { amount: '1.00' } },
  ]);
  assert.deepEqual(all.customerTotals.ranks, [
    { rank: 1, customerName: 'Only simulated', count: 1, total: { amount: '50.00' } },
    { rank: 2, customerName: 'Both', count: 2, total: { amount: '2.00' } },
    { rank: 3, customerName: 'Only real', count: 1, total: { amount: '1.50' } },
  ]);
  assert.deepEqual(real.customerTotal, { customerName: null, totals: [] });
  assert.deepEqual(all.customerTotal, { customerName: 'Only simulated', totals: [{ count: 1 }] });
});

test('a customer has the name of the invoice issued last, whatever its currency and partition', async () => {
  const customerId = '01a1fd81-0453-755b-9469-a1627b6ce434';
  const at = (day: string) => `2026-03-${day}T09:30:00Z`;
  await stored.store(0, [{ customerId, customerName: 'Ada', currency: 'EUR', issuedAt: at('03') }]);
  await stored.store(1, [{ customerId, customerName: 'Ada B.', currency: 'EUR', issuedAt: at('02') }]);
  await stored.store(2, [{ customerId, customerName: 'Ada L.', currency: 'CHF', issuedAt: at('04') }]);
  const data = await read(
    `query ($id: ID!) {
      customerTotal(customerId: $id) { customerName }
      customerTotals(currency: "EUR", first: 100) { ranks { customer { id } customerName } }
    }`,
    { id: customerId },
  );
  assert.equal(data.customerTotal.customerName, 'Ada L.');
  const { ranks } = data.customerTotals;
  const names = ranks.flatMap((rank: { customer: { id: string } | null; customerName: string }) =>
    rank.customer?.id === customerId ? rank.customerName : [],
  );
  assert.deepEqual(names, ['Ada']);
});

test('batches of several partitions with the same customers are added at the same time', async () => {
  const names = Array.from({ length: 50 }, (_, nth) => `Both ${nth}`);
  const batch = (order: readonly string[]) =>
    order.map((customerName) => ({ customerName, currency: 'SEK', amountMinor: 1n }));
  for (let round = 0; round < 5; round += 1)
    await Promise.all([stored.store(1, batch(names)), stored.store(2, batch(names.toReversed()))]);
  const data = await read('{ customerTotals(currency: "SEK", first: 100) { ranks { count } } }');
  assert.deepEqual(
    data.customerTotals.ranks,
    names.map(() => ({ count: 10 })),
  );
});

test('arguments that nobody can mean are refused', async () => {
  const wrong = [
    'customerTotals(first: 0) { cursor }',
    'customerTotals(first: 101) { cursor }',
    'customerTotal { cursor }',
    'customerTotal(customerId: "a", customerName: "b") { cursor }',
    'customerTotal(customerName: "") { cursor }',
    String.raw`customerTotal(customerName: "a\u0000") { cursor }`,
  ];
  for (const field of [...wrong, 'customerTotal(customerName: $name) { cursor }']) {
    const { errors } = await api.query(`query ($name: String) { ${field} }`, { name: '\ud800' });
    assert.deepEqual(
      errors?.map(({ extensions }) => extensions['code']),
      ['BAD_USER_INPUT'],
      field,
    );
  }
});

test('who may not see invoices sees no figure of them', async () => {
  const other = await createStatisticsApi(stored, ['USER', 'CUSTOMER_MANAGER']);
  const { data, errors } = await other.query('{ liveTotals { cursor } }');
  assert.deepEqual({ ...data }, { liveTotals: null });
  assert.equal(errors?.[0]?.extensions['code'], 'FORBIDDEN');
  const refused = await other.subscribe('subscription { liveTotals { cursor } }');
  assert.ok('errors' in refused);
  assert.equal(refused.errors?.[0]?.extensions['code'], 'FORBIDDEN');
});
