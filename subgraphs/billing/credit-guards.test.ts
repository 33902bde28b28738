import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { credit } from './testing/credit-calls.ts';
import { succeed } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

// Writes credit notes that the domain forbids directly into the tables.

let billing: TestBilling;
let manager: GraphqlClient;
let invoiceId: string;
let lineId: string;
let otherLineId: string;

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  [invoiceId, lineId] = await issue();
  [, otherLineId] = await issue();
});
after(() => billing.close());

/** An invoice of 3 units at 1.00: its id and that of its line. */
async function issue(taxRate = '20'): Promise<[string, string]> {
  const line = { description: 'Work', quantity: '3', unitPrice: '1.00', taxRate };
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines: [line] };
  const { id } = await succeed(manager, 'createInvoice', input);
  const { lines } = await succeed(manager, 'issueInvoice', { id, expectedVersion: 1 });
  assert.ok(lines[0]);
  return [id, lines[0].id];
}

interface Note {
  readonly quantityE4: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly lineId?: string | null;
  readonly taxCategory?: 'E';
  /** The invoice and its line; default: those of all tests. */
  readonly of?: readonly [string, string];
  /** The number of such lines. */
  readonly times?: number;
  readonly totalMinor?: number;
}

/** Writes a credit note with a line of these figures, as whoever goes around the API would, and takes it back. */
async function attempt(note: Note): Promise<void> {
  const { quantityE4, netMinor, taxMinor, times = 1, totalMinor = times * (netMinor + taxMinor) } = note;
  const [documentId, sourceId] = note.of ?? [invoiceId, lineId];
  const credited = note.lineId === undefined ? sourceId : note.lineId;
  const category = note.taxCategory ?? null;
  const done = new Error('done');
  await billing.database.sql
    .begin(async (tx) => {
      await tx`
        insert into invoices (id, status, kind, credited_invoice_id, series, sequence, number, customer_id,
          customer_name, customer_address_lines, currency, line_count, net_minor, tax_minor, total_minor, issue_date,
          issued_at, settled_at, version, created_at, updated_at, is_taxed_by_line)
        select '01990000-0000-7000-8000-000000000001', 'PAID', 'CREDIT_NOTE', id, 2026, 900, 'CN-2026-000900',
          customer_id, customer_name, customer_address_lines, currency, ${times},
          ${totalMinor - times * taxMinor}, ${times * taxMinor}, ${totalMinor}, '2026-03-01', now(), now(), 1, now(),
          now(), true
        from invoices where id = ${documentId}`;
      await tx`
        insert into invoice_lines (id, invoice_id, position, description, quantity_e4, unit, unit_price_micro,
          tax_rate_milli, tax_category, tax_exemption_reason, net_minor, tax_minor, credited_line_id)
        select gen_random_uuid(), '01990000-0000-7000-8000-000000000001', place, description, ${quantityE4}, unit,
          unit_price_micro, tax_rate_milli, ${category}, ${category && 'Exempt'}, ${netMinor}, ${taxMinor}, ${credited}
        from invoice_lines, generate_series(1, ${times}) as place where id = ${sourceId}`;
      await tx`set constraints all immediate`;
      throw done;
    })
    .catch((error: unknown) => {
      if (error !== done) throw error;
    });
}

const refused = { code: '23514' };
const third = { quantityE4: -10_000, netMinor: -100, taxMinor: -20 };

test('a credit note whose lines exceed the invoice is refused, whoever writes it', async () => {
  await attempt(third);
  await attempt({ ...third, times: 3 });
  await assert.rejects(attempt({ ...third, times: 4 }), refused);
  await assert.rejects(attempt({ quantityE4: -30_001, netMinor: -300, taxMinor: -60 }), refused);
  await assert.rejects(attempt({ quantityE4: -10_000, netMinor: -301, taxMinor: -20 }), refused);
  await assert.rejects(attempt({ quantityE4: 10_000, netMinor: 100, taxMinor: 20 }), refused);
});

test('credits before count', async () => {
  const id = invoiceId;
  const lines = [{ lineId, quantity: '1' }];
  await credit(manager, { invoiceId: id, lines });
  await attempt({ ...third, times: 2 });
  await assert.rejects(attempt({ ...third, times: 3 }), refused);
  // The last of a line comes to exactly what is left of it.
  await assert.rejects(attempt({ quantityE4: -20_000, netMinor: -199, taxMinor: -40 }), refused);
  await assert.rejects(attempt({ quantityE4: -20_000, netMinor: -200, taxMinor: -39 }), refused);
});

test('a line of a credit note names a line of the invoice that is credited', async () => {
  await assert.rejects(attempt({ ...third, lineId: otherLineId }), refused);
  await assert.rejects(attempt({ ...third, lineId: null }), refused);
  const untaxed = { quantityE4: -10_000, netMinor: -100, taxMinor: 0, of: await issue('0') };
  await attempt(untaxed);
  await assert.rejects(attempt({ ...untaxed, taxCategory: 'E' }), refused);
});

test('the figures of a credit note are the sums of its lines, and it has them at the commit', async () => {
  await assert.rejects(attempt({ ...third, totalMinor: -119 }), refused);
  await assert.rejects(attempt({ ...third, times: 0, totalMinor: -100 }), refused);
});

test('a credit note is frozen, and lines of it cannot be changed, removed or added', async () => {
  const { id } = await credit(manager, { invoiceId: (await issue())[0] });
  const { sql } = billing.database;
  for (const statement of [
    `update invoices set note = 'other', version = version + 1 where id = '${id}'`,
    `update invoices set status = 'VOID', voided_at = now(), version = version + 1 where id = '${id}'`,
    `delete from invoices where id = '${id}'`,
    `update invoice_lines set description = 'other' where invoice_id = '${id}'`,
    `delete from invoice_lines where invoice_id = '${id}'`,
    `insert into invoice_lines select gen_random_uuid(), invoice_id, position + 1, product_id, sku, description, quantity_e4,
      unit, unit_price_micro, tax_rate_milli, 0, 0, credited_line_id from invoice_lines where invoice_id = '${id}'`,
  ])
    await assert.rejects(sql.unsafe(statement), refused, statement);
});

test('a line of an invoice cannot name a credited line', async () => {
  const line = { description: 'Work', quantity: '3', unitPrice: '1.00', taxRate: '20' };
  const input = { customerId: billing.addCustomer(), currency: 'EUR', lines: [line] };
  const { id } = await succeed(manager, 'createInvoice', input);
  await assert.rejects(
    billing.database.sql`update invoice_lines set credited_line_id = ${lineId} where invoice_id = ${id}`,
    refused,
  );
});
