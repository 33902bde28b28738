import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterApiClients, readApiClientsSearch } from './api-clients-search.ts';

const shop = {
  clientId: 'api-shop',
  name: 'Boutique Été',
  isEnabled: true,
  roles: ['BILLING_MANAGER'],
  scopes: ['invoices:read'],
} as const;
const stock = {
  clientId: 'api-stock',
  name: 'Warehouse',
  isEnabled: false,
  roles: ['PRODUCT_MANAGER'],
  scopes: [],
} as const;

function find(search: Parameters<typeof filterApiClients>[1]): readonly string[] {
  return filterApiClients(
    [shop, stock].map((one) => ({ ...one, roles: [...one.roles], scopes: [...one.scopes] })),
    search,
  ).map(({ clientId }) => clientId);
}

test('clients are found by a part of the client id or the name, whatever its case and the encoding of accents', () => {
  assert.deepEqual(find({}), ['api-shop', 'api-stock']);
  assert.deepEqual(find({ search: 'SHO' }), ['api-shop']);
  assert.deepEqual(find({ search: ' e\u0301te\u0301 ' }), ['api-shop']);
  assert.deepEqual(find({ search: 'ware' }), ['api-stock']);
});

test('a client is found only if it passes all filters', () => {
  assert.deepEqual(find({ status: 'DISABLED' }), ['api-stock']);
  assert.deepEqual(find({ role: 'BILLING_MANAGER' }), ['api-shop']);
  assert.deepEqual(find({ scope: 'invoices:read' }), ['api-shop']);
  assert.deepEqual(find({ scope: 'invoices:write' }), []);
  assert.deepEqual(find({ scope: 'invoices:read', status: 'DISABLED' }), []);
});

test('an address keeps the filters that are known, and no other', () => {
  const known = { search: 'shop', status: 'ENABLED', role: 'BILLING_MANAGER', scope: 'invoices:write' };
  assert.deepEqual(readApiClientsSearch({ ...known, other: 'x' }), known);
  assert.deepEqual(readApiClientsSearch({ search: '', status: 'x', role: 'ADMIN', scope: 'all' }), {});
});
