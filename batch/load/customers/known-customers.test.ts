import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ImportInvoice } from '../../mapping/import-invoice.ts';
import { KnownCustomers, unasked } from './known-customers.ts';

const idOf = (count: number) => `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`;
const bytesOf = (id: string) => [...Buffer.from(id.replaceAll('-', ''), 'hex')];

type Named = Pick<ImportInvoice, 'customerId' | 'customerName'>;
const toInvoice = (named: Named) => named as ImportInvoice;

test('finds the customers of invoices, by id before name, and looks up each once', () => {
  const id = fc.integer({ min: 0, max: 9 }).map(idOf);
  const name = fc.constantFrom('Ada', 'Bo', 'Cy', 'Di');
  const invoice = fc.record({ customerId: fc.option(id), customerName: name });
  const directory = fc.record({
    ids: fc.uniqueArray(id),
    names: fc.dictionary(name, id),
  });
  fc.assert(
    fc.property(fc.array(invoice, { maxLength: 40 }), directory, (invoices, { ids, names }) => {
      const customers = new KnownCustomers();
      const asked: string[] = [];
      for (const [place, one] of invoices.entries()) {
        if (customers.find(toInvoice(one)) === unasked) {
          const unknown = customers.findUnknown(invoices.slice(place).map(toInvoice));
          asked.push(...unknown.ids, ...unknown.names);
          customers.learn(unknown, { byId: new Set(ids), byName: new Map(Object.entries(names)) });
        }
        const expected = ids.find((known) => known === one.customerId) ?? names[one.customerName];
        const found = customers.find(toInvoice(one));
        assert.notEqual(found, unasked);
        assert.deepEqual(
          found === undefined ? undefined : [...(found as Uint8Array)],
          expected === undefined ? undefined : bytesOf(expected),
        );
      }
      assert.equal(new Set(asked).size, asked.length);
    }),
  );
});

test('forgets all names when there are too many, and asks again for those it needs', () => {
  const customers = new KnownCustomers();
  const ask = (names: readonly string[]) => {
    const unknown = customers.findUnknown(
      names.map((customerName) => toInvoice({ customerId: null, customerName })),
    );
    customers.learn(unknown, {
      byId: new Set(),
      byName: new Map(unknown.names.map((name) => [name, idOf(1)])),
    });
    return unknown.names.length;
  };
  const many = Array.from({ length: 50_001 }, (_, count) => `Customer ${count}`);
  assert.equal(ask(many), 50_001);
  assert.equal(ask(['Customer 1', 'Newcomer']), 2);
  assert.equal(ask(['Customer 1', 'Newcomer']), 0);
});
