import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { parseSellerDetails, type SellerDetails } from '#schema/seller/seller-details.ts';
import { testSellerFile } from '#schema/seller/testing/test-seller.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let durand: SellerDetails;
let billing: TestBilling;
let manager: GraphqlClient;

before(async () => {
  const { details } = parseSellerDetails(await readFile(testSellerFile, 'utf8'));
  assert.ok(details);
  durand = details;
  billing = await startTestBilling({ settings: { sellerDetails: durand } });
  manager = await billing.as('BILLING_MANAGER');
});
after(() => billing.close());

const details = `{ name legalForm shareCapital { amount currency } addressLines countryCode siren siret register vatId iban
  bic email phone legalMentions }`;

const expected = {
  name: 'Maison Durand & Filles',
  legalForm: 'SARL',
  shareCapital: { amount: '7500.00', currency: 'EUR' },
  addressLines: ['3 quai Saint-Vincent', 'Bâtiment B', '69001 Lyon', 'France'],
  countryCode: 'FR',
  siren: '732829320',
  siret: '73282932000074',
  register: 'RCS Lyon',
  vatId: 'FR44732829320',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  email: 'compta@durand.example',
  phone: '+33 4 72 00 00 00',
  legalMentions: ['Late payment costs three times the legal interest rate, and 40 EUR for recovery.'],
};

async function draftAndIssue(at: TestBilling, as: GraphqlClient): Promise<string> {
  const customerId = at.addCustomer();
  const draft = await succeed(as, 'createInvoice', { customerId, currency: 'EUR', lines: [freeLine] });
  assert.equal(await snapshotOf(as, draft.id), null);
  await succeed(as, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
  return draft.id;
}

async function snapshotOf(as: GraphqlClient, id: string): Promise<unknown> {
  const text = `query ($id: ID!) { invoice(id: $id) { sellerSnapshot ${details} } }`;
  const { data } = await as<{ invoice: { sellerSnapshot: unknown } }>(text, { id });
  return data?.invoice.sellerSnapshot;
}

test('the seller is told, with the forms of its numbers', async () => {
  const { data } = await manager(
    `{ seller { details ${details} invoiceNumberFormat creditNoteNumberFormat } }`,
  );
  assert.deepEqual(data, {
    seller: {
      details: expected,
      invoiceNumberFormat: '{year}-{sequence:6}',
      creditNoteNumberFormat: 'CN-{year}-{sequence:6}',
    },
  });
});

test('issuing freezes the seller, and a seller that changes is on later invoices alone', async () => {
  const first = await draftAndIssue(billing, manager);
  const moved = await startTestBilling({
    databaseUrl: billing.databaseUrl,
    settings: { sellerDetails: { name: 'Durand SA', address: durand.address, legalMentions: [] } },
  });
  try {
    const later = await moved.as('BILLING_MANAGER');
    const second = await draftAndIssue(moved, later);
    assert.deepEqual(await snapshotOf(later, first), expected);
    const { name, siren } = (await snapshotOf(later, second)) as typeof expected;
    assert.deepEqual([name, siren], ['Durand SA', null]);
  } finally {
    await moved.close();
  }
  await draftAndIssue(billing, manager);
  const [count] = await billing.database.sql`select count(*)::int as sellers from sellers`;
  assert.equal(count?.['sellers'], 2);
});

test('a seller that was recorded is neither changed nor removed, and an issued invoice keeps its own', async () => {
  const id = await draftAndIssue(billing, manager);
  const { sql } = billing.database;
  const refused = { code: '23514' };
  await assert.rejects(sql`update sellers set details = '{}'`, refused);
  await assert.rejects(sql`delete from sellers`, refused);
  await assert.rejects(sql`truncate sellers`, refused);
  await assert.rejects(
    sql`update invoices set seller_id = 99, version = version + 1 where id = ${id}`,
    refused,
  );
});

test('a credit note has the seller of its own day', async () => {
  const invoiceId = await draftAndIssue(billing, manager);
  const moved = await startTestBilling({
    databaseUrl: billing.databaseUrl,
    settings: { sellerDetails: { ...durand, name: 'Durand & Cie' } },
  });
  try {
    const { data, errors } = await (await moved.as('BILLING_MANAGER'))(
      `mutation ($input: CreateCreditNoteInput!) {
        createCreditNote(input: $input) { creditNote { sellerSnapshot { name siren } } } }`,
      { input: { invoiceId, reason: 'Returned', idempotencyKey: 'seller' } },
    );
    assert.deepEqual(errors, []);
    const sellerSnapshot = { name: 'Durand & Cie', siren: '732829320' };
    assert.deepEqual(data, { createCreditNote: { creditNote: { sellerSnapshot } } });
  } finally {
    await moved.close();
  }
});

test('one statement loads the sellers of a page', async () => {
  const statements = await billing.statementsDuring(() =>
    manager('{ invoices { edges { node { sellerSnapshot { name } } } } }'),
  );
  assert.equal(statements.filter((text) => text.includes('sellers')).length, 1, statements.join('\n'));
});
