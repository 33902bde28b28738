import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { decodeMessage } from '#schema/facturation/codec.ts';
import { defaultNumberFormats } from './domain/number-format.ts';
import { SellerRecords } from './store/seller-records.ts';
import { freeLine, remove, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';
import { importChunk, importedInvoice } from './testing/test-import.ts';

const renumbered = { prefix: 'F-', separator: '/', minDigits: 4 };

let billing: TestBilling;
let manager: GraphqlClient;
/** The same system after its invoices were given another form of numbers. */
let later: TestBilling;
let laterManager: GraphqlClient;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  later = await startTestBilling({
    databaseUrl: billing.databaseUrl,
    settings: { numberFormats: { ...defaultNumberFormats, INVOICE: renumbered } },
  });
  laterManager = await later.as('BILLING_MANAGER');
});
after(async () => {
  await later.close();
  await billing.close();
});

const createDraft = (at = billing, as = manager): Promise<TestInvoice> =>
  succeed(as, 'createInvoice', { customerId: at.addCustomer(), currency: 'EUR', lines: [freeLine] });

async function issue(at = billing, as = manager): Promise<TestInvoice> {
  const { id } = await createDraft(at, as);
  return succeed(as, 'issueInvoice', { id, expectedVersion: 1 });
}

test('the first number of a year is the same on the document, in the list and in the message', async () => {
  billing.setNow('2031-01-01T08:00:00Z');
  const { id, number } = await issue();
  assert.equal(number, '2031-000001');
  const { data } = await manager(
    'query ($id: ID!) { invoices(filter: { ids: [$id] }) { edges { node { number } } } }',
    { id },
  );
  assert.deepEqual(data, { invoices: { edges: [{ node: { number } }] } });
  const [written] = await billing.database.sql<{ value: Uint8Array }[]>`
    select value from outbox order by position desc limit 1`;
  const decoded = decodeMessage(written?.value ?? new Uint8Array());
  assert.equal(decoded.kind === 'message' && decoded.message.invoiceNumber, number);
});

test('a draft has no number before it is issued, and one that is dropped takes none with it', async () => {
  billing.setNow('2032-01-01T08:00:00Z');
  const [dropped, kept] = [await createDraft(), await createDraft()];
  assert.deepEqual([dropped.number, kept.number], [null, null]);
  await remove(manager, { id: dropped.id, expectedVersion: 1 });
  const { number } = await succeed(manager, 'issueInvoice', { id: kept.id, expectedVersion: 1 });
  assert.deepEqual([number, (await issue()).number], ['2032-000001', '2032-000002']);
});

test('a form that changes within a year is that of new numbers, which go on where the old ones ended', async () => {
  for (const one of [billing, later]) one.setNow('2033-05-01T08:00:00Z');
  const first = await issue();
  await importChunk(billing.database.sql, {
    invoices: [importedInvoice({ number: 'F-2033/0003' }), importedInvoice({ number: '2033-000004' })],
  });
  const second = await issue(later, laterManager);
  const third = await issue(later, laterManager);
  assert.deepEqual(
    [first.number, second.number, third.number],
    // The number after the second is that of an imported document; the other imported one has an old form.
    ['2033-000001', 'F-2033/0002', 'F-2033/0004'],
  );
  const { data } = await laterManager(
    '{ old: invoiceByNumber(number: "2033-000001") { id } new: invoiceByNumber(number: "F-2033/0002") { id } }',
  );
  assert.deepEqual(data, { old: { id: first.id }, new: { id: second.id } });
});

test('both forms at once give gapless places in one series', async () => {
  for (const one of [billing, later]) one.setNow('2034-05-01T08:00:00Z');
  const drafts = await Promise.all(
    Array.from({ length: 20 }, (_, nth) =>
      nth % 2 === 0 ? createDraft() : createDraft(later, laterManager),
    ),
  );
  await Promise.all(
    drafts.map(({ id }, nth) =>
      succeed(nth % 2 === 0 ? manager : laterManager, 'issueInvoice', { id, expectedVersion: 1 }),
    ),
  );
  const rows = await billing.database.sql<{ sequence: number; number: string }[]>`
    select sequence, number from invoices where series = 2034 order by sequence`;
  assert.deepEqual(
    rows.map(({ sequence }) => sequence),
    Array.from({ length: 20 }, (_, nth) => nth + 1),
  );
  assert.equal(new Set(rows.map(({ number }) => number)).size, 20);
});

test('credit notes have a form of their own', async () => {
  const shop = await startTestBilling({
    databaseUrl: billing.databaseUrl,
    settings: {
      numberFormats: { ...defaultNumberFormats, CREDIT_NOTE: { prefix: 'AV', separator: '-', minDigits: 3 } },
    },
  });
  try {
    shop.setNow('2035-05-01T08:00:00Z');
    const client = await shop.as('BILLING_MANAGER');
    const { id: invoiceId } = await issue(shop, client);
    const { data, errors } = await client(
      `mutation ($input: CreateCreditNoteInput!) {
        createCreditNote(input: $input) { creditNote { number } userErrors { message } } }`,
      { input: { invoiceId, reason: 'Returned', idempotencyKey: 'form' } },
    );
    assert.deepEqual(errors, []);
    assert.deepEqual(data, {
      createCreditNote: { creditNote: { number: 'AV2035-001' }, userErrors: [] },
    });
  } finally {
    await shop.close();
  }
});

test('a prefix that another kind of document has had is refused', async () => {
  const swapped = { INVOICE: { ...renumbered, prefix: 'cn-' }, CREDIT_NOTE: { ...renumbered, prefix: 'X' } };
  const records = new SellerRecords(billing.database.db, { sellerDetails: null, numberFormats: swapped });
  await assert.rejects(records.record(), { code: 'NUMBER_PREFIX_TAKEN' });
  // And so it is when it is asked again.
  await assert.rejects(records.record(), { code: 'NUMBER_PREFIX_TAKEN' });
});
