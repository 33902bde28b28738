import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listDeadLetters } from '#platform/event-log/dead-letters/dead-letters.ts';
import { loadSnapshot } from '../reading/load-snapshot.ts';
import { createStatisticsApi, type StatisticsApi } from '../testing/statistics-api.ts';
import { createStoredStatistics, type StoredStatistics } from '../testing/stored-statistics.ts';

const ada = '01a1fd81-0453-755b-9469-a1627b6ce433';

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
  return JSON.parse(JSON.stringify(data));
}

const money = (amount: string, currency: string) => ({ amount, currency });

async function readAllTime(currency: string): Promise<unknown[]> {
  const { liveTotals } = await read('{ liveTotals { allTime { count total { amount currency } } } }');
  return liveTotals.allTime.filter(
    ({ total }: { total: { currency: string } }) => total.currency === currency,
  );
}

test('imported invoices are in the totals and in those of their customers, and not in the last seconds', async () => {
  await stored.store(0, [{ customerId: ada, customerName: 'Ada', currency: 'CHF', amountMinor: 500n }]);
  await stored.storeImported(1, [
    { customerId: ada, customerName: 'Ada (old name)', currency: 'CHF', count: 3, amountMinor: 9_000n },
    { customerName: 'Only imported', currency: 'CHF', count: 1, amountMinor: -250n },
    { customerId: ada, currency: 'SEK', count: 1, amountMinor: 70_000n },
  ]);
  const data = await read(
    `query ($id: ID!) {
      liveTotals { allTime { count total { amount currency } } lastFiveSeconds { count } invoicesPerSecond }
      customerTotals(currency: "CHF") { ranks { rank customer { id } customerName count total { amount } } }
      customerTotal(customerId: $id) { customerName totals { count total { amount currency } } }
    }`,
    { id: ada },
  );
  assert.deepEqual(data, {
    liveTotals: {
      allTime: [
        { count: 5, total: money('92.50', 'CHF') },
        { count: 1, total: money('700.00', 'SEK') },
      ],
      lastFiveSeconds: [{ count: 1 }],
      invoicesPerSecond: 0.2,
    },
    customerTotals: {
      ranks: [
        { rank: 1, customer: { id: ada }, customerName: 'Ada', count: 4, total: { amount: '95.00' } },
        { rank: 2, customer: null, customerName: 'Only imported', count: 1, total: { amount: '-2.50' } },
      ],
    },
    customerTotal: {
      customerName: 'Ada',
      totals: [
        { count: 4, total: money('95.00', 'CHF') },
        { count: 1, total: money('700.00', 'SEK') },
      ],
    },
  });
});

test('an undo takes back what an import brought, in whichever partition and order the two are read', async () => {
  const brought = [
    { customerName: 'Bo', currency: 'PLN', count: 2, amountMinor: 4_001n },
    { customerName: 'Cy', currency: 'PLN', count: 1, amountMinor: 7n },
  ];
  const removed = { customerName: 'Bo', currency: 'PLN', count: -2, amountMinor: -4_001n };
  await stored.storeImported(3, [removed]);
  await stored.storeImported(2, brought);
  assert.deepEqual(await readAllTime('PLN'), [{ count: 1, total: money('0.07', 'PLN') }]);
  const names = async () => {
    const { customerTotals } = await read('{ customerTotals(currency: "PLN") { ranks { customerName } } }');
    return customerTotals.ranks.map(({ customerName }: { customerName: string }) => customerName);
  };
  assert.deepEqual(await names(), ['Cy']);
  const rest = { customerName: 'Cy', currency: 'PLN', count: -1, amountMinor: -7n };
  await stored.storeImported(2, [rest]);
  assert.deepEqual(await readAllTime('PLN'), []);
  assert.deepEqual(await names(), []);
  const { totals } = await loadSnapshot(stored.database.sql, { nowMs: Date.now() });
  assert.deepEqual(
    totals.filter(({ currency }) => currency === 'PLN'),
    [],
  );
});

test('totals that the log has twice count once, also after a restart', async () => {
  const total = { customerName: 'Di', currency: 'HUF', count: 1, amountMinor: 100n };
  for (const eventId of ['i-1', 'i-1', 'i-2', 'i-1']) await stored.storeImported(1, [total], eventId);
  assert.deepEqual(await readAllTime('HUF'), [{ count: 2, total: money('2.00', 'HUF') }]);
});

test('figures that were stored before there were imported ones go on as they were', async () => {
  const at = { customerName: 'Ed', currency: 'DKK', amountMinor: 100n };
  await stored.store(0, [at]);
  // As the release before left the progress of a partition.
  await stored.database.sql`update partition_progress set imported = default where partition = 0`;
  await stored.storeImported(0, [{ ...at, count: 5, amountMinor: 900n }]);
  await stored.store(0, [at]);
  assert.deepEqual(await readAllTime('DKK'), [{ count: 7, total: money('11.00', 'DKK') }]);
  const { totals } = await loadSnapshot(stored.database.sql, { nowMs: Date.now() });
  assert.deepEqual(
    totals.flatMap(({ currency, origin, count }) => (currency === 'DKK' ? [[origin, count]] : [])),
    [
      ['ISSUED', 2],
      ['IMPORTED', 5],
    ],
  );
});

// All that is followed is read every ten seconds anyway.
test('whoever follows a customer gets at once what is imported of it', { timeout: 9_000 }, async () => {
  const events = await api.subscribe(
    'subscription { customerTotal(customerName: "Flo") { totals { count } } }',
  );
  assert.ok(Symbol.asyncIterator in events);
  const next = async () => {
    const { value } = await events.next();
    return JSON.parse(JSON.stringify(value?.data?.customerTotal.totals));
  };
  try {
    assert.deepEqual(await next(), []);
    await stored.storeImported(2, [{ customerName: 'Flo', count: 12 }]);
    assert.deepEqual(await next(), [{ count: 12 }]);
  } finally {
    await events.return(undefined);
  }
});

test('totals that cannot be read are a dead letter, and none of them counts', async () => {
  await stored.storeImported(0, [
    { currency: 'ISK', count: 1 },
    { currency: 'ISK', count: 0.5 },
  ]);
  assert.deepEqual(await readAllTime('ISK'), []);
  const [letter, ...others] = await listDeadLetters(stored.database.sql);
  assert.match(letter?.reason ?? '', /totals\/1\/count must be a whole number/);
  assert.deepEqual(others, []);
});
