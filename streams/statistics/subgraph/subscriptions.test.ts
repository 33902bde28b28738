import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ExecutionResult } from 'graphql';
import { formatPositions } from '../figures/received/positions.ts';
import { purgeReceived } from '../figures/received/purge-received.ts';
import { createStatisticsApi, type StatisticsApi } from '../testing/statistics-api.ts';
import { createStoredStatistics, type StoredStatistics } from '../testing/stored-statistics.ts';

let stored: StoredStatistics;
let api: StatisticsApi;

before(async () => {
  stored = await createStoredStatistics();
  api = await createStatisticsApi(stored);
});
after(() => stored.close());

type Events = AsyncGenerator<ExecutionResult>;

async function follow(text: string, variables?: Record<string, unknown>): Promise<Events> {
  const events = await api.subscribe(text, variables);
  assert.ok(Symbol.asyncIterator in events, JSON.stringify(events));
  return events;
}

interface Received {
  readonly cursor: string;
  readonly invoiceNumber: string;
}

const received = 'subscription ($after: Cursor) { invoiceReceived(after: $after) { cursor invoiceNumber } }';

async function take(events: Events, count: number): Promise<Received[]> {
  const taken: Received[] = [];
  while (taken.length < count) {
    const { value } = await events.next();
    assert.equal(value.errors, undefined);
    taken.push(value.data.invoiceReceived);
  }
  return taken;
}

async function codeOf(after: string): Promise<unknown> {
  const refused = await api.subscribe(received, { after });
  assert.ok('errors' in refused);
  return refused.errors?.[0]?.extensions['code'];
}

const named = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, nth) => ({ invoiceNumber: `${prefix}${nth}` }));
const numbersOf = (taken: readonly Received[]) => taken.map(({ invoiceNumber }) => invoiceNumber);

test('a snapshot and what is received after its cursor are all invoices, each once, wherever one comes back', async () => {
  await stored.store(0, named('a', 3));
  await stored.store(2, named('b', 450));
  const { data } = await api.query('{ liveTotals { cursor allTime { count } } }');
  const { cursor, allTime } = JSON.parse(JSON.stringify(data)).liveTotals;
  assert.deepEqual(allTime, [{ count: 453 }]);

  await stored.store(2, named('c', 5));
  const events = await follow(received, { after: cursor });
  const first = await take(events, 3);
  await stored.store(0, [...named('d', 1), { eventId: '1', invoiceNumber: 'repeat' }, ...named('e', 1)]);
  const rest = await take(events, 4);
  assert.deepEqual(numbersOf([...first, ...rest]), ['c0', 'c1', 'c2', 'c3', 'c4', 'd0', 'e0']);
  await events.return(undefined);

  const again = await follow(received, { after: first[1]?.cursor });
  assert.deepEqual(numbersOf(await take(again, 5)).toSorted(), ['c2', 'c3', 'c4', 'd0', 'e0']);
  const whole = await follow(received, { after: formatPositions([]) });
  const all = numbersOf(await take(whole, 460));
  assert.equal(new Set(all).size, 460);
  assert.deepEqual(
    all.filter((number) => number.startsWith('b')),
    named('b', 450).map(({ invoiceNumber }) => invoiceNumber),
  );
  await Promise.all([again.return(undefined), whole.return(undefined)]);
});

test('without a cursor new invoices come alone, with all that their message said', async () => {
  const customerId = '01a1fd81-0453-755b-9469-a1627b6ce433';
  const events = await follow(`subscription {
    invoiceReceived {
      invoiceNumber customerName amount { amount currency } issuedAt issueDate simulated
      invoice { number } customer { id }
    }
  }`);
  const next = events.next();
  await stored.store(1, [
    {
      invoiceNumber: '2026-000042',
      customerName: 'Zoë & Sons',
      amountMinor: 123_450n,
      currency: 'JPY',
      issuedAt: '2026-03-01T10:30:00.5+01:00',
      customerId,
      issueDate: '2026-02-28',
    },
    { invoiceNumber: 'SIM-000001', simulated: true },
    { invoiceNumber: 'O-1', issuedAt: '2025-12-31T23:30:00Z' },
  ]);
  const plain = (result: unknown) => JSON.parse(JSON.stringify(result)).data.invoiceReceived;
  assert.deepEqual(plain((await next).value), {
    invoiceNumber: '2026-000042',
    customerName: 'Zoë & Sons',
    amount: { amount: '123450', currency: 'JPY' },
    issuedAt: '2026-03-01T09:30:00.500Z',
    issueDate: '2026-02-28',
    simulated: false,
    invoice: { number: '2026-000042' },
    customer: { id: customerId },
  });
  const undated = plain((await events.next()).value);
  // The simulated one is left out.
  assert.deepEqual([undated.invoiceNumber, undated.issueDate, undated.customer], ['O-1', '2026-01-01', null]);
  const waiting = events.next();
  await events.return(undefined);
  assert.equal((await waiting).done, true);
});

test('simulated invoices come and count where they are asked for, marked', async () => {
  const currency = 'DKK';
  const given = '(includeSimulated: true)';
  const events = await follow(`subscription { invoiceReceived${given} { invoiceNumber simulated } }`);
  const ofOne = 'customerTotal(customerName: "Dora"';
  const real = await follow(`subscription { ${ofOne}) { totals { count } } }`);
  const all = await follow(`subscription { ${ofOne}, includeSimulated: true) { totals { count } } }`);
  const plain = async (followed: Events) => JSON.parse(JSON.stringify((await followed.next()).value)).data;
  for (const followed of [real, all])
    assert.deepEqual(await plain(followed), { customerTotal: { totals: [] } });
  const [nextReal, nextAll] = [plain(real), plain(all)];
  const first = events.next();
  await stored.store(1, [{ customerName: 'Dora', currency, invoiceNumber: 'S-1', simulated: true }]);
  assert.deepEqual(await nextAll, { customerTotal: { totals: [{ count: 1 }] } });
  await stored.store(2, [{ customerName: 'Dora', currency, invoiceNumber: 'R-1' }]);
  assert.deepEqual(await nextReal, { customerTotal: { totals: [{ count: 1 }] } });
  const received = [(await first).value, (await events.next()).value].map(
    (result) => JSON.parse(JSON.stringify(result)).data.invoiceReceived,
  );
  assert.deepEqual(received, [
    { invoiceNumber: 'S-1', simulated: true },
    { invoiceNumber: 'R-1', simulated: false },
  ]);
  await Promise.all([events, real, all].map((followed) => followed.return(undefined)));
});

test('a cursor of the future or of nobody is refused', async () => {
  assert.equal(await codeOf(formatPositions([4n, 0n, 1_000_000n])), 'BAD_USER_INPUT');
  assert.equal(await codeOf(formatPositions([0n, 0n, 0n, 0n, 0n, 0n, 1n])), 'BAD_USER_INPUT');
  assert.equal(await codeOf('nobody'), 'BAD_USER_INPUT');
});

test('totals come at once, and again when they change or the clock moves on', async () => {
  const events = await follow('subscription { liveTotals { allTime { count } lastFiveSeconds { count } } }');
  const next = async () => JSON.parse(JSON.stringify((await events.next()).value)).data.liveTotals;
  const countOf = (figures: readonly { count: number }[]) =>
    figures.reduce((sum, { count }) => sum + count, 0);
  const began = await next();
  // It is two seconds old, and so falls out of the last five soon, though not before it is seen.
  const issuedAt = new Date(Date.now() - 2_000).toISOString();
  await stored.store(1, [{ issuedAt }]);
  let seen = await next();
  while (countOf(seen.allTime) === countOf(began.allTime)) seen = await next();
  assert.equal(countOf(seen.allTime), countOf(began.allTime) + 1);
  const held = countOf(seen.lastFiveSeconds);
  assert.ok(held > 0);
  while (countOf(seen.lastFiveSeconds) === held) seen = await next();
  assert.ok(countOf(seen.lastFiveSeconds) < held);
  await events.return(undefined);
});

test('totals come once a second while nothing changes, so that silence tells of a fault', async () => {
  const events = await follow('subscription { liveTotals { takenAt lastFiveSeconds { count } } }');
  const next = async () => JSON.parse(JSON.stringify((await events.next()).value)).data.liveTotals;
  let first = await next();
  // While invoices of earlier tests fall out of the last five seconds, something changes.
  while (first.lastFiveSeconds.some(({ count }: { count: number }) => count > 0)) first = await next();
  const beats = [await next(), await next(), await next()];
  const times = [first, ...beats].map(({ takenAt }) => Date.parse(takenAt));
  const spanMs = (times.at(-1) ?? 0) - (times[0] ?? 0);
  assert.ok(spanMs > 1_000 && spanMs < 15_000, `three beats took ${spanMs} ms`);
  await events.return(undefined);
});

test('a customer and the ranks are followed as they change, and by nothing else', async () => {
  const one = await follow('subscription { customerTotal(customerName: "Ada") { totals { count } } }');
  const ranks = await follow(
    'subscription { customerTotals(first: 1, currency: "CHF") { ranks { customerName count } } }',
  );
  const plain = async (events: Events) => JSON.parse(JSON.stringify((await events.next()).value)).data;
  assert.deepEqual(await plain(one), { customerTotal: { totals: [] } });
  assert.deepEqual(await plain(ranks), { customerTotals: { ranks: [] } });
  const [nextOne, nextRanks] = [plain(one), plain(ranks)];
  await stored.store(0, [{ customerName: 'Zoë', currency: 'EUR' }]);
  await stored.store(3, [{ customerName: 'Ada', currency: 'CHF' }]);
  assert.deepEqual(await nextOne, { customerTotal: { totals: [{ count: 1 }] } });
  assert.deepEqual(await nextRanks, { customerTotals: { ranks: [{ customerName: 'Ada', count: 1 }] } });
  await Promise.all([one.return(undefined), ranks.return(undefined)]);
});

test('what is past its time goes, oldest first, and a cursor before it has expired', async () => {
  const { sql } = stored.database;
  const countRows = async () => (await sql`select from received_batches where partition = 2`).length;
  const rows = await countRows();
  assert.equal(await purgeReceived(sql, { keepMs: 3_600_000, keepRecords: 1_000_000 }), 0);
  assert.equal(await codeOf(formatPositions([9n, 0n, 3_000_000n])), 'BAD_USER_INPUT');

  // Two rows of 200 are as far back as that.
  assert.ok((await purgeReceived(sql, { keepMs: 3_600_000, keepRecords: 55 })) > 0);
  assert.equal(await countRows(), rows - 2);
  assert.equal(await codeOf(formatPositions([0n, 0n, 399n])), 'CURSOR_EXPIRED');
  const events = await follow(received, { after: formatPositions([5n, 0n, 400n]) });
  assert.deepEqual(numbersOf(await take(events, 1)), ['b400']);

  await sql`update received_batches set stored_at = now() - interval '2 hours'`;
  assert.ok((await purgeReceived(sql, { keepMs: 3_600_000, keepRecords: 1_000_000 })) > 0);
  assert.equal(await countRows(), 0);
  assert.equal(await codeOf(formatPositions([5n, 0n, 454n])), 'CURSOR_EXPIRED');
  await events.return(undefined);
});

test('where received invoices are not kept nobody follows them, and the figures are followed as ever', async () => {
  const forgetting = await createStoredStatistics({ keepsReceived: false });
  try {
    const other = await createStatisticsApi(forgetting);
    await forgetting.store(0, [{ customerName: 'Ada' }]);
    for (const after of [null, formatPositions([]), formatPositions([1n])]) {
      const refused = await other.subscribe(received, { after });
      assert.ok('errors' in refused);
      assert.equal(refused.errors?.[0]?.extensions['code'], 'CURSOR_EXPIRED');
    }
    const events = await other.subscribe(
      'subscription { customerTotal(customerName: "Ada") { totals { count } } }',
    );
    assert.ok(Symbol.asyncIterator in events);
    const counts: unknown[] = [];
    for (let count = 1; count <= 3; count += 1) {
      if (count > 1) await forgetting.store(0, [{ customerName: 'Ada' }, { customerName: 'Zoë' }]);
      const { value } = await events.next();
      counts.push(value.data.customerTotal.totals[0].count);
    }
    assert.deepEqual(counts, [1, 2, 3]);
    await events.return(undefined);
    assert.deepEqual([...(await forgetting.database.sql`select from received_batches`)], []);
    const { data } = await other.query('{ liveTotals { allTime { count } } }');
    assert.deepEqual(JSON.parse(JSON.stringify(data)).liveTotals.allTime, [{ count: 5 }]);
  } finally {
    await forgetting.close();
  }
});
