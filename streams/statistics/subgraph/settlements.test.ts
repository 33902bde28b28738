import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listDeadLetters } from '#platform/event-log/dead-letters/dead-letters.ts';
import { loadSnapshot } from '../reading/load-snapshot.ts';
import {
  toCreditedRecord,
  toImportedPaymentsRecord,
  toPaidRecord,
  toVoidedRecord,
} from '../testing/settlement-records.ts';
import { createStatisticsApi, type StatisticsApi } from '../testing/statistics-api.ts';
import { createStoredStatistics, type StoredStatistics } from '../testing/stored-statistics.ts';

const ada = '0195f3a0-0000-7000-8000-00000000000a';
let stored: StoredStatistics;
let api: StatisticsApi;

before(async () => {
  stored = await createStoredStatistics();
  api = await createStatisticsApi(stored);
});
after(() => stored.close());

interface Figures {
  readonly total: { readonly currency: string };
}

const fields = `count total { amount currency } creditedCount creditedTotal { amount } voidedCount
  voidedTotal { amount } netTotal { amount } paymentCount paidTotal { amount }`;

async function read(text: string, variables?: Record<string, unknown>) {
  const { data, errors } = await api.query(text, variables);
  assert.deepEqual(errors, undefined);
  return JSON.parse(JSON.stringify(data));
}

async function readFigures(name: 'allTime' | 'lastFiveSeconds', currency: string): Promise<unknown> {
  const { liveTotals } = await read(`{ liveTotals { ${name} { ${fields} } } }`);
  return liveTotals[name].find(({ total }: Figures) => total.currency === currency);
}

const money = (amount: string) => ({ amount });

test('issued, credited, voided and paid are summed by currency, of all time and of the last seconds', async () => {
  const of = { currency: 'CHF', customerId: ada, customerName: 'Ada' };
  await stored.store(0, [
    { ...of, amountMinor: 10_000n },
    { ...of, amountMinor: 2_505n },
    { ...of, amountMinor: 1n },
  ]);
  await stored.storeSettlements(1, [
    toPaidRecord({ ...of, amountMinor: 4_000n }),
    toPaidRecord({ ...of, amountMinor: 6_000n }),
    toCreditedRecord({ ...of, amountMinor: 1_234n }),
  ]);
  await stored.storeSettlements(2, [
    toPaidRecord({ ...of, amountMinor: -6_000n, kind: 'REVERSAL' }),
    toPaidRecord({ ...of, amountMinor: -50n, kind: 'REFUND' }),
    toVoidedRecord({ ...of, amountMinor: 1n }),
  ]);
  const expected = {
    count: 3,
    total: { amount: '125.06', currency: 'CHF' },
    creditedCount: 1,
    creditedTotal: money('12.34'),
    voidedCount: 1,
    voidedTotal: money('0.01'),
    netTotal: money('112.71'),
    paymentCount: 1,
    paidTotal: money('39.50'),
  };
  assert.deepEqual(await readFigures('allTime', 'CHF'), expected);
  assert.deepEqual(await readFigures('lastFiveSeconds', 'CHF'), expected);
  const data = await read(
    `query ($id: ID!) {
      customerTotals(currency: "CHF") { ranks { rank customerName ${fields} } }
      customerTotal(customerId: $id) { customerName totals { ${fields} } }
    }`,
    { id: ada },
  );
  assert.deepEqual(data, {
    customerTotals: { ranks: [{ rank: 1, customerName: 'Ada', ...expected }] },
    customerTotal: { customerName: 'Ada', totals: [expected] },
  });
  const { figures } = await loadSnapshot(stored.database.sql, { nowMs: Date.now() });
  assert.deepEqual(figures, [
    {
      currency: 'CHF',
      count: 3,
      amountMinor: 12_506n,
      credited: { count: 1, amountMinor: 1_234n },
      voided: { count: 1, amountMinor: 1n },
      paid: { count: 1, amountMinor: 3_950n },
    },
  ]);
});

test('a currency in which something was only paid is listed, with no invoice', async () => {
  await stored.storeSettlements(0, [toPaidRecord({ currency: 'JPY', amountMinor: 7n })]);
  assert.deepEqual(await readFigures('allTime', 'JPY'), {
    count: 0,
    total: { amount: '0', currency: 'JPY' },
    creditedCount: 0,
    creditedTotal: money('0'),
    voidedCount: 0,
    voidedTotal: money('0'),
    netTotal: money('0'),
    paymentCount: 1,
    paidTotal: money('7'),
  });
});

test('customers rank by what was issued, whatever was credited', async () => {
  await stored.store(0, [
    { currency: 'SEK', customerName: 'Bo', amountMinor: 900n },
    { currency: 'SEK', customerName: 'Cy', amountMinor: 500n },
  ]);
  await stored.storeSettlements(0, [
    toCreditedRecord({ currency: 'SEK', customerName: 'Bo', amountMinor: 800n }),
  ]);
  const { customerTotals } = await read(
    '{ customerTotals(currency: "SEK") { ranks { customerName total { amount } netTotal { amount } } } }',
  );
  assert.deepEqual(customerTotals.ranks, [
    { customerName: 'Bo', total: money('9.00'), netTotal: money('1.00') },
    { customerName: 'Cy', total: money('5.00'), netTotal: money('5.00') },
  ]);
});

test('a customer has what was paid and credited of its own invoices alone', async () => {
  const names = ['Gus', 'Hal'];
  await stored.store(
    0,
    names.map((customerName) => ({ currency: 'MXN', customerName, amountMinor: 900n })),
  );
  await stored.storeSettlements(0, [
    toPaidRecord({ currency: 'MXN', customerName: 'Gus', amountMinor: 500n }),
    toPaidRecord({ currency: 'MXN', customerName: 'Hal', amountMinor: 70n }),
  ]);
  const paid = await Promise.all(
    names.map(async (name) => {
      const text = '{ customerTotal(customerName: "NAME") { totals { paymentCount paidTotal { amount } } } }';
      return (await read(text.replace('NAME', name))).customerTotal.totals;
    }),
  );
  assert.deepEqual(paid, [
    [{ paymentCount: 1, paidTotal: money('5.00') }],
    [{ paymentCount: 1, paidTotal: money('0.70') }],
  ]);
});

test('an event that the log has twice counts once, also after a restart', async () => {
  const record = toPaidRecord({ currency: 'HUF', amountMinor: 100n }, 'p-1');
  await stored.storeSettlements(1, [record, record]);
  await stored.storeSettlements(1, [record, toPaidRecord({ currency: 'HUF', amountMinor: 5n }, 'p-2')]);
  const { liveTotals } = await read('{ liveTotals { allTime { total { currency } paymentCount } } }');
  const figures = liveTotals.allTime.find(({ total }: Figures) => total.currency === 'HUF');
  assert.equal(figures.paymentCount, 2);
});

test('payments of files come in sums, which are in no window, and are taken back in sums', async () => {
  const total = { currency: 'BRL', customerName: 'Bo', count: 3, amountMinor: 9_000n };
  await stored.store(0, [{ currency: 'BRL', customerName: 'Bo', amountMinor: 10_000n }]);
  await stored.storeSettlements(1, [toImportedPaymentsRecord([total])]);
  await stored.storeSettlements(2, [
    toImportedPaymentsRecord([{ ...total, count: -1, amountMinor: -1_000n }]),
  ]);
  const { liveTotals, customerTotals } = await read(`{
    liveTotals { allTime { total { currency } paymentCount paidTotal { amount } } lastFiveSeconds { total { currency } paymentCount } }
    customerTotals(currency: "BRL") { ranks { paymentCount paidTotal { amount } } }
  }`);
  const isBrl = ({ total: { currency } }: Figures) => currency === 'BRL';
  const { total: _total, ...allTime } = liveTotals.allTime.find(isBrl);
  assert.deepEqual(allTime, { paymentCount: 2, paidTotal: money('80.00') });
  assert.equal(liveTotals.lastFiveSeconds.find(isBrl).paymentCount, 0);
  assert.deepEqual(customerTotals.ranks, [allTime]);
});

test('an event that happened long ago counts in the totals of all time, and not in the last seconds', async () => {
  const recordedAt = '2020-01-01T00:00:00.000Z';
  await stored.storeSettlements(3, [toPaidRecord({ currency: 'DKK', amountMinor: 100n, recordedAt })]);
  assert.equal(await readFigures('lastFiveSeconds', 'DKK'), undefined);
  assert.ok(await readFigures('allTime', 'DKK'));
});

test('a settlement does not make invoices late, and is not received as an invoice', async () => {
  const soon = new Date(Date.now() + 50_000).toISOString();
  await stored.storeSettlements(2, [toPaidRecord({ currency: 'PLN', recordedAt: soon })]);
  await stored.store(2, [{ currency: 'PLN' }]);
  const { positions } = await loadSnapshot(stored.database.sql, { nowMs: Date.now() });
  assert.equal(positions.find(({ partition }) => partition === 2)?.progress.late, 0);
  const [row] = await stored.database
    .sql`select sum(count)::int as count from received_batches where partition = 2`;
  assert.equal(row?.['count'], 1);
});

// All that is followed is read every ten seconds anyway.
test('whoever follows totals gets at once what is paid and credited', { timeout: 9_000 }, async () => {
  await stored.store(0, [{ currency: 'NOK', customerName: 'Flo', amountMinor: 300n }]);
  const subscriptions = await Promise.all([
    api.subscribe('subscription { customerTotal(customerName: "Flo") { totals { paymentCount } } }'),
    api.subscribe('subscription { liveTotals { allTime { total { currency } paymentCount } } }'),
  ]);
  const [ofCustomer, ofAll] = subscriptions.map((events) => {
    assert.ok(Symbol.asyncIterator in events);
    const next = async () => JSON.parse(JSON.stringify((await events.next()).value?.data));
    return { next, end: () => events.return(undefined) };
  });
  assert.ok(ofCustomer && ofAll);
  const countPayments = async () =>
    (await ofAll.next()).liveTotals.allTime.find(({ total }: Figures) => total.currency === 'NOK')
      .paymentCount;
  try {
    assert.deepEqual((await ofCustomer.next()).customerTotal.totals, [{ paymentCount: 0 }]);
    assert.equal(await countPayments(), 0);
    await stored.storeSettlements(1, [toPaidRecord({ currency: 'NOK', customerName: 'Flo' })]);
    assert.deepEqual((await ofCustomer.next()).customerTotal.totals, [{ paymentCount: 1 }]);
    while ((await countPayments()) === 0);
  } finally {
    await Promise.all([ofCustomer.end(), ofAll.end()]);
  }
});

test('a record that says it is a payment and is not is a dead letter', async () => {
  const record = toPaidRecord({ currency: 'ISK' });
  await stored.storeSettlements(0, [{ ...record, value: Buffer.from('{"amount":"1","currency":"ISK"}') }]);
  const [letter] = await listDeadLetters(stored.database.sql);
  assert.match(letter?.reason ?? '', /\/paymentId must be a text/);
  assert.equal(await readFigures('allTime', 'ISK'), undefined);
});
