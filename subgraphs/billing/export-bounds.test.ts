import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { type DownloadBounds, usualDownloadBounds } from '#platform/downloads/register-downloads.ts';
import { openDownload } from '#platform/testing/open-download.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { addressOf, readRows } from './testing/export-calls.ts';
import { insertLongInvoices } from './testing/long-invoices.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

/** So many that their file does not fit between its ends. */
const many = 10_000;
let billing: TestBilling;

before(async () => {
  billing = await startTestBilling();
  await insertLongInvoices(billing.database.sql, { last: many });
});
after(() => billing.close());

/** Starts the service with other bounds on the same database. */
function startBounded(bounds: Partial<DownloadBounds>): Promise<TestBilling> {
  return startTestBilling({
    databaseUrl: billing.databaseUrl,
    exportBounds: { ...usualDownloadBounds, ...bounds },
  });
}

/** Begins to fetch the file of all of them, as the person that is named after the first role. */
async function openLong(service: TestBilling, ...roles: string[]): Promise<IncomingMessage> {
  const manager = [...roles, 'BILLING_MANAGER'];
  const address = await addressOf(await service.as(...manager), { columns: ['ID', 'NOTE'] });
  return openDownload(service, address, await service.tokenOf(...manager));
}

/** Waits until no transaction reads a file. */
async function untilNoneIsRead(): Promise<void> {
  await waitFor('the end of its transaction', async () => {
    const readers = await billing.database.sql`
      select pid from pg_stat_activity where datname = current_database() and query like 'fetch%' and xact_start is not null`;
    return readers.length === 0;
  });
}

/** Takes what is left of an answer. @returns the code of the error by which it was cut off */
async function findCut(response: IncomingMessage): Promise<string | undefined> {
  response.resume();
  const cut = once(response, 'error', { signal: AbortSignal.timeout(60_000) });
  const [error] = (await cut) as [NodeJS.ErrnoException];
  assert.equal(response.complete, false);
  return error.code;
}

test('a fourth person waits until one of three files has ended, and is told so', async () => {
  const held = await Promise.all(['ADMIN', 'USER', 'PRODUCT_MANAGER'].map((role) => openLong(billing, role)));
  assert.deepEqual(
    held.map(({ statusCode }) => statusCode),
    Array.from({ length: usualDownloadBounds.files }, () => 200),
  );
  const refused = await openLong(billing, 'CUSTOMER_MANAGER');
  assert.equal(refused.statusCode, 503);
  assert.match(await text(refused), /TOO_MANY_EXPORTS/);
  const [first, ...others] = held;
  assert.ok(first);
  assert.equal((await readRows(first)).length, many);
  const next = await waitFor('a place', async () => {
    const response = await openLong(billing, 'CUSTOMER_MANAGER');
    if (response.statusCode === 200) return response;
    response.resume();
    return undefined;
  });
  for (const response of [next, ...others]) response.destroy();
});

test('the file of a reader who takes nothing is cut off, and that of a slow one is not', async () => {
  const idleMs = 1_500;
  const service = await startBounded({ idleMs });
  try {
    const idle = await openLong(service, 'ADMIN');
    await untilNoneIsRead();
    assert.equal(await findCut(idle), 'ECONNRESET');

    const slow = await openLong(service, 'USER');
    let bytes = 0;
    let pauses = 0;
    for await (const chunk of slow) {
      bytes += (chunk as Buffer).length;
      if (bytes / 2_000_000 < pauses) continue;
      pauses += 1;
      await delay(idleMs / 3);
    }
    assert.ok(slow.complete && pauses > 6, `${pauses} pauses`);
  } finally {
    await service.close();
  }
});

test('a file that takes too long is cut off, although its reader goes on', async () => {
  const service = await startBounded({ fileMs: 1_000 });
  try {
    const slow = await openLong(service, 'ADMIN');
    const timer = setInterval(() => slow.read(1_000), 50);
    await untilNoneIsRead();
    clearInterval(timer);
    assert.equal(await findCut(slow), 'ECONNRESET');
  } finally {
    await service.close();
  }
});
