import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

// Writes what the domain forbids directly into the tables.

let billing: TestBilling;
let manager: GraphqlClient;
let draftId: string;
let issuedId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines: [freeLine, freeLine] };
  draftId = (await succeed(manager, 'createInvoice', input)).id;
  issuedId = (await succeed(manager, 'createInvoice', input)).id;
  await succeed(manager, 'issueInvoice', { id: issuedId, expectedVersion: 1 });
});
after(() => billing.close());

/** Runs statements in a transaction and rolls them back. */
async function attempt(...statements: string[]): Promise<void> {
  const done = new Error('done');
  await billing.database.sql
    .begin(async (tx) => {
      for (const statement of statements) await tx.unsafe(statement);
      throw done;
    })
    .catch((error: unknown) => {
      if (error !== done) throw error;
    });
}

const refused = { code: '23514' };
const ofInvoice = (id: string) => `where id = '${id}'`;

test('every column of an issued invoice is frozen, except those of payment and voiding', async () => {
  const { sql } = billing.database;
  const columns = await sql<{ name: string; type: string }[]>`
    select column_name as name, data_type as type from information_schema.columns
    where table_name = 'invoices' and is_generated = 'NEVER'`;
  const values: Record<string, string> = {
    uuid: `'${randomUUID()}'`,
    text: `'other'`,
    smallint: '1',
    integer: '99',
    bigint: '99',
    boolean: 'true',
    date: `'2001-01-01'`,
    ARRAY: `'{other}'`,
    jsonb: `'[]'`,
    'timestamp with time zone': 'now()',
  };
  const free = new Set(['status', 'version', 'updated_at']);
  const frozen = columns.filter(({ name }) => !free.has(name));
  assert.ok(frozen.length > 15);
  for (const { name, type } of frozen) {
    const change = `update invoices set ${name} = ${values[type]}, version = version + 1 ${ofInvoice(issuedId)}`;
    await assert.rejects(attempt(change), refused, name);
  }
});

test('the lines of an issued invoice cannot be changed, removed or added', async () => {
  const ofLine = `where invoice_id = '${issuedId}'`;
  for (const statement of [
    `update invoice_lines set description = 'other' ${ofLine}`,
    `delete from invoice_lines ${ofLine}`,
    `insert into invoice_lines select gen_random_uuid(), invoice_id, position + 2, product_id, sku, description,
       quantity_e4, unit, unit_price_micro, tax_rate_milli, net_minor, tax_minor from invoice_lines ${ofLine}`,
    `update invoice_lines set invoice_id = '${issuedId}', position = position + 2 where invoice_id = '${draftId}'`,
    `update invoice_lines set invoice_id = '${draftId}', position = position + 2 ${ofLine}`,
  ])
    await assert.rejects(attempt(statement), refused, statement);
});

test('an invoice can only go from draft to issued to void by hand, and is paid only by entries', async () => {
  const move = (id: string, status: string) =>
    `update invoices set status = '${status}', version = version + 1 ${ofInvoice(id)}`;
  const toVoid = `update invoices set status = 'VOID', voided_at = now(), version = version + 1 ${ofInvoice(issuedId)}`;
  for (const status of ['PAID', 'VOID', 'SENT'])
    await assert.rejects(attempt(move(draftId, status)), refused);
  for (const status of ['DRAFT', 'PAID', 'VOID'])
    await assert.rejects(attempt(move(issuedId, status)), refused);
  for (const status of ['DRAFT', 'ISSUED', 'PAID'])
    await assert.rejects(attempt(toVoid, move(issuedId, status)), refused);
  await attempt(toVoid);
});

test('an issued invoice cannot be deleted; a draft can, with its lines', async () => {
  await assert.rejects(attempt(`delete from invoices ${ofInvoice(issuedId)}`), refused);
  await attempt(`delete from invoices ${ofInvoice(draftId)}`);
});

const issuing = (changes: Record<string, string> = {}) => {
  const columns = {
    status: `'ISSUED'`,
    version: 'version + 1',
    series: '2026',
    sequence: '77',
    number: `'2026-000077'`,
    issue_date: `'2026-03-01'`,
    issued_at: 'now()',
    customer_address_lines: `'{}'`,
    ...changes,
  };
  const sets = Object.entries(columns).map(([name, value]) => `${name} = ${value}`);
  return `update invoices set ${sets.join(', ')} ${ofInvoice(draftId)}`;
};

test('an invoice is issued completely or not at all', async () => {
  await attempt(issuing());
  for (const name of ['series', 'sequence', 'number', 'issue_date', 'issued_at', 'customer_address_lines'])
    await assert.rejects(attempt(issuing({ [name]: 'null' })), refused, name);
  for (const number of [
    '2026-000078',
    '2025-000077',
    '2026000077',
    '000077-2026',
    '1-2026-000077',
    '2026-000077 ',
  ])
    await assert.rejects(attempt(issuing({ number: `'${number}'` })), refused, number);
  await assert.rejects(attempt(issuing({ status: `'DRAFT'`, seller_id: '1' })), refused);
  await assert.rejects(attempt(issuing({ issue_date: `'2025-03-01'` })), refused);
  await assert.rejects(attempt(issuing({ status: `'DRAFT'` })), refused);
});

test('a number is unique', async () => {
  await assert.rejects(attempt(issuing({ sequence: '1', number: `'2026-000001'` })), { code: '23505' });
});

test('an invoice cannot be issued without lines or with figures that are not their sums', async () => {
  const lines = `where invoice_id = '${draftId}'`;
  await assert.rejects(attempt(`delete from invoice_lines ${lines}`, issuing()), refused);
  await assert.rejects(attempt(`delete from invoice_lines ${lines} and position = 2`, issuing()), refused);
  await assert.rejects(
    attempt(issuing({ net_minor: 'net_minor + 1', total_minor: 'total_minor + 1' })),
    refused,
  );
});

test('the amounts of a line follow from its figures, rounded half up', async () => {
  const line = `where invoice_id = '${draftId}' and position = 1`;
  await assert.rejects(attempt(`update invoice_lines set net_minor = net_minor + 1 ${line}`), refused);
  await assert.rejects(attempt(`update invoice_lines set tax_minor = tax_minor - 1 ${line}`), refused);
  // Half a cent rounds up to one cent.
  await attempt(
    `update invoice_lines set quantity_e4 = 5000, unit_price_micro = 1000000, net_minor = 1, tax_minor = 0 ${line}`,
  );
});

test('an invoice cannot be inserted as issued', async () => {
  const copy = `insert into invoices (id, status, series, sequence, number, customer_id, customer_name,
      customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version,
      created_at, updated_at)
    select gen_random_uuid(), status, series, 78, '2026-000078', customer_id, customer_name, customer_address_lines,
      currency, line_count, net_minor, tax_minor, total_minor, issue_date, issued_at, version, created_at, updated_at
    from invoices ${ofInvoice(issuedId)}`;
  await assert.rejects(attempt(copy), refused);
});

test('a line cannot slip in while another connection issues its invoice', async () => {
  const { sql } = billing.database;
  const id = (
    await succeed(manager, 'createInvoice', {
      customerId: billing.addCustomer(),
      currency: 'EUR',
      lines: [freeLine],
    })
  ).id;
  let late: Promise<unknown> = Promise.resolve();
  await sql.begin(async (tx) => {
    await tx.unsafe(issuing().replace(draftId, id));
    // It cannot see the issue yet; the guard makes it wait for the commit and look again.
    late = assert.rejects(
      sql`insert into invoice_lines select gen_random_uuid(), invoice_id, 2, product_id, sku, description, quantity_e4,
        unit, unit_price_micro, tax_rate_milli, net_minor, tax_minor from invoice_lines where invoice_id = ${id}`,
      refused,
    );
  });
  await late;
});

test('texts are not longer than the API allows', async () => {
  const ofDraft = `where invoice_id = '${draftId}'`;
  for (const [column, bound] of Object.entries({
    customer_name: 500,
    external_reference: 100,
    note: 2_000,
  })) {
    const set = (text: string) =>
      `update invoices set ${column} = '${text}', version = version + 1 ${ofInvoice(draftId)}`;
    await attempt(set('é'.repeat(bound)));
    const tooLong = { code: '23514', constraint_name: 'invoices_text_lengths' };
    await assert.rejects(attempt(set('é'.repeat(bound + 1))), tooLong, column);
  }
  for (const [column, bound] of Object.entries({ description: 500, unit: 20 })) {
    const set = (text: string) => `update invoice_lines set ${column} = '${text}' ${ofDraft}`;
    await attempt(set('é'.repeat(bound)));
    const tooLong = { code: '23514', constraint_name: 'invoice_lines_text_lengths' };
    await assert.rejects(attempt(set('é'.repeat(bound + 1))), tooLong, column);
  }
});
