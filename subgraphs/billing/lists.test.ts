import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { freeLine, read, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { type ListedPage, readInvoicePage, walk } from './testing/list-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

let billing: TestBilling;
let manager: GraphqlClient;
let martin: string;
let dupont: string;
const all: TestInvoice[] = [];

const today = '2026-03-01';

before(async () => {
  billing = await startTestBilling();
  manager = await billing.as('BILLING_MANAGER');
  martin = billing.addCustomer({ displayName: 'Boulangerie Martin' });
  dupont = billing.addCustomer({ displayName: '100 % Dupont_Fils' });
  for (let index = 0; index < 24; index += 1) all.push(await addInvoice(index));
  billing.setNow(`${today}T12:00:00Z`);
});
after(() => billing.close());

/** Two thirds are issued, a third has a due date, amounts and times have ties. */
async function addInvoice(index: number): Promise<TestInvoice> {
  billing.setNow(`2026-02-0${1 + Math.floor(index / 4)}T10:00:00.123Z`);
  const draft = await succeed(manager, 'createInvoice', {
    customerId: index % 2 === 0 ? martin : dupont,
    currency: index % 6 === 5 ? 'USD' : 'EUR',
    lines: [{ ...freeLine, quantity: `${1 + (index % 5)}` }],
    dueDate: index % 3 === 0 ? `2026-02-${18 + (index % 10)}` : null,
    externalReference: index % 4 === 0 ? `ref\\${index}` : null,
    note: index === 7 ? 'Read me: 50%_off' : null,
  });
  if (index % 3 === 2) return draft;
  return succeed(manager, 'issueInvoice', { id: draft.id, expectedVersion: 1 });
}

const ids = (page: ListedPage) => page.edges.map(({ node }) => node.id);
const idsWhere = (isWanted: (invoice: TestInvoice, index: number) => boolean) =>
  all
    .filter(isWanted)
    .map(({ id }) => id)
    .sort();
const find = async (filter: object) => {
  const page = await readInvoicePage(manager, { first: 100, filter });
  assert.equal(page.totalCount, page.edges.length);
  return ids(page).sort();
};

const minor = (invoice: TestInvoice) => Number(invoice.total.amount.replace('.', ''));
const orders: Record<string, (invoice: TestInvoice, index: number) => string | number | null> = {
  NUMBER: ({ number }) => number,
  ISSUE_DATE: ({ issueDate }) => issueDate,
  DUE_DATE: ({ dueDate }) => dueDate,
  TOTAL: minor,
  CREATED_AT: ({ id }) => id,
  UPDATED_AT: (_invoice, index) => Math.floor(index / 4),
};

for (const [field, keyOf] of Object.entries(orders)) {
  for (const direction of ['ASC', 'DESC'] as const) {
    test(`a walk by ${field} ${direction} in either direction gives each invoice once, invoices without a value last`, async () => {
      const expected = all
        .map((invoice, index) => ({ id: invoice.id, key: keyOf(invoice, index) }))
        .sort((a, b) => {
          if (a.key !== b.key && (a.key === null || b.key === null)) return a.key === null ? 1 : -1;
          const isSmaller = a.key === b.key ? a.id < b.id : (a.key ?? '') < (b.key ?? '');
          return isSmaller === (direction === 'ASC') ? -1 : 1;
        })
        .map(({ id }) => id);
      const orderBy = { field, direction };
      assert.deepEqual(await walk(manager, { size: 7, orderBy }), expected);
      assert.deepEqual(await walk(manager, { size: 5, orderBy, isBackward: true }), expected);
    });
  }
}

test('the default order is newest first', async () => {
  const byDefault = ids(await readInvoicePage(manager, { first: 100 }));
  const orderBy = { field: 'CREATED_AT', direction: 'DESC' };
  assert.deepEqual(byDefault, ids(await readInvoicePage(manager, { first: 100, orderBy })));
});

test('each filter selects the right invoices, and all together select the intersection', async () => {
  assert.deepEqual(
    await find({ ids: [all[3]?.id, all[4]?.id, 'no id'] }),
    idsWhere((_one, index) => index === 3 || index === 4),
  );
  assert.deepEqual(
    await find({ status: ['DRAFT'] }),
    idsWhere(({ status }) => status === 'DRAFT'),
  );
  assert.deepEqual(await find({ status: [] }), []);
  assert.deepEqual(
    await find({ customerIds: [dupont] }),
    idsWhere(({ customer }) => customer.id === dupont),
  );
  assert.deepEqual(
    await find({ externalReference: ['ref\\4', 'ref\\8', 'ref'] }),
    idsWhere((_one, index) => index === 4 || index === 8),
  );
  assert.deepEqual(
    await find({ currency: 'USD' }),
    idsWhere(({ currency }) => currency === 'USD'),
  );
  assert.deepEqual(
    await find({ issuedFrom: '2026-02-02', issuedTo: '2026-02-03' }),
    idsWhere(({ issueDate }) => issueDate === '2026-02-02' || issueDate === '2026-02-03'),
  );
  assert.deepEqual(
    await find({ dueTo: '2026-02-23' }),
    idsWhere(({ dueDate }) => dueDate !== null && dueDate <= '2026-02-23'),
  );
  assert.deepEqual(
    await find({ currency: 'EUR', minTotal: '192', maxTotal: '288.00' }),
    idsWhere((one) => one.currency === 'EUR' && minor(one) >= 19_200 && minor(one) <= 28_800),
  );
  assert.deepEqual(
    await find({ status: ['ISSUED'], customerIds: [martin], currency: 'EUR' }),
    idsWhere((one) => one.status === 'ISSUED' && one.customer.id === martin && one.currency === 'EUR'),
  );
  assert.equal((await find({ ids: null, search: ' ', currency: null })).length, all.length);
});

test('every invoice is either overdue or not', async () => {
  const overdue = await find({ isOverdue: true });
  const rest = await find({ isOverdue: false });
  assert.deepEqual(
    overdue,
    idsWhere(({ status, dueDate }) => status === 'ISSUED' && dueDate !== null && dueDate < today),
  );
  assert.ok(overdue.length > 0);
  assert.deepEqual(
    [...overdue, ...rest].sort(),
    idsWhere(() => true),
  );
  for (const id of overdue) assert.equal((await read(manager, id))?.isOverdue, true);
});

test('a search looks at number, customer, reference and note in any case, and takes special characters literally', async () => {
  assert.deepEqual(
    await find({ search: '2026-000002' }),
    idsWhere(({ number }) => number === '2026-000002'),
  );
  assert.deepEqual(
    await find({ search: 'bOULANGERIE' }),
    idsWhere(({ customer }) => customer.id === martin),
  );
  assert.deepEqual(
    await find({ search: '0 % dup' }),
    idsWhere(({ customer }) => customer.id === dupont),
  );
  assert.deepEqual(
    await find({ search: '50%_off' }),
    idsWhere((_one, index) => index === 7),
  );
  assert.deepEqual(
    await find({ search: 'F\\8' }),
    idsWhere((_one, index) => index === 8),
  );
  assert.deepEqual(await find({ search: '%%' }), []);
  assert.deepEqual(
    await find({ search: 't_F' }),
    idsWhere(({ customer }) => customer.id === dupont),
  );
  assert.deepEqual(await find({ search: 'a_t' }), []);
  assert.deepEqual(await find({ search: "' or true --" }), []);
  assert.deepEqual(await find({ search: 'nul\0' }), []);
  assert.deepEqual(await find({ externalReference: ['nul\0'] }), []);
});

test('a contradictory filter is refused with all its problems', async () => {
  const many = Array.from({ length: 101 }, () => martin);
  const tooMuch = { ids: many, customerIds: many, externalReference: many, search: 'x'.repeat(201) };
  for (const filter of [tooMuch, { minTotal: '1', issuedFrom: '0000-01-01' }]) {
    const { errors } = await manager(
      'query ($filter: InvoiceFilter) { invoices(filter: $filter) { totalCount } }',
      { filter },
    );
    assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
    for (const name of Object.keys(filter))
      assert.match(errors[0]?.message ?? '', new RegExp(`\`filter\\.${name}\``));
  }
});

test('the problems of the page and of the filter are told at once, in lists of all and of a customer', async () => {
  const variables = { first: 101, after: 'x', filter: { minTotal: '1', issuedFrom: '0000-01-01' } };
  const fields = '(first: $first, after: $after, filter: $filter) { totalCount }';
  for (const body of [
    `invoices${fields}`,
    `_entities(representations: [{ __typename: "Customer", id: "${martin}" }]) { ... on Customer { invoices${fields} } }`,
  ]) {
    const query = `query ($first: Int, $after: String, $filter: InvoiceFilter) { ${body} }`;
    const { errors } = await manager(query, variables);
    assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT');
    for (const name of ['first', 'after', 'filter.minTotal', 'filter.issuedFrom'])
      assert.ok(errors[0]?.message.includes(`\`${name}\``), `${name}: ${errors[0]?.message}`);
  }
});

test('a filter accepts amounts beyond the bounds of invoices', async () => {
  const beyond = '9'.repeat(29);
  assert.deepEqual(await find({ currency: 'EUR', minTotal: beyond }), []);
  assert.deepEqual(
    await find({ currency: 'EUR', minTotal: `-${beyond}`, maxTotal: beyond }),
    idsWhere(({ currency }) => currency === 'EUR'),
  );
});

test('a forged cursor is refused', async () => {
  const forge = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const id = all[0]?.id;
  for (const after of [
    forge('CREATED_AT DESC', "now'", id),
    forge('CREATED_AT DESC', '2026-02-01 10:00:00+00', id),
    forge('CREATED_AT DESC', id, 'x'),
    forge('TOTAL ASC', '1', id),
    'nonsense',
  ]) {
    const { errors } = await manager('query ($after: String) { invoices(after: $after) { totalCount } }', {
      after,
    });
    assert.equal(errors[0]?.extensions?.['code'], 'BAD_USER_INPUT', after);
  }
});

test('a page of invoices with lines takes three statements, and one more each for the actions and the count', async () => {
  const readPage = (fields: string) =>
    manager(`{ invoices(first: 20) {
      edges { node { id ${fields} isOverdue customer { id } lines { id product { id } } taxSubtotals { taxRate } } }
      pageInfo { hasNextPage }
    } }`);
  const statements = await billing.statementsDuring(() => readPage(''));
  assert.equal(statements.length, 3, statements.join('\n'));
  const withActions = await billing.statementsDuring(() => readPage('availableActions actions { reason }'));
  assert.equal(withActions.length, 4, withActions.join('\n'));
  const counted = await billing.statementsDuring(() =>
    manager('{ invoices { totalCount edges { cursor } } }'),
  );
  assert.equal(counted.length, 3);
});

test('many invoices requested one by one are read by one statement', async () => {
  const fields = all.map(({ id }, index) => `i${index}: invoice(id: "${id.toUpperCase()}") { id number }`);
  const statements = await billing.statementsDuring(async () => {
    const { data, errors } = await manager(`{ ${fields.join(' ')} nothing: invoice(id: "no id") { id } }`);
    assert.deepEqual(errors, []);
    assert.equal(Object.values(data).filter((invoice) => invoice !== null).length, all.length);
  });
  assert.equal(statements.length, 1);
});

test('an impossible number finds nothing', async () => {
  const { data, errors } = await manager(
    'query ($number: String!) { a: invoiceByNumber(number: "2026-999999") { id } b: invoiceByNumber(number: $number) { id } }',
    { number: '2026\0' },
  );
  assert.deepEqual(errors, []);
  assert.deepEqual(data, { a: null, b: null });
});
