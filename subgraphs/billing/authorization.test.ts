import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { buildSchema, type GraphQLObjectType, isObjectType } from 'graphql';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { freeLine, succeed, type TestInvoice } from './testing/invoice-calls.ts';
import { startTestBilling, type TestBilling } from './testing/test-billing.ts';

// Calls the subgraph directly, as a caller would who bypasses the gateway.

let issuer: TestIssuer;
let billing: TestBilling;
let invoice: TestInvoice;

const strangers = [
  [],
  ['USER'],
  ['PRODUCT_MANAGER'],
  ['CUSTOMER_MANAGER'],
  ['PRODUCT_MANAGER', 'CUSTOMER_MANAGER', 'USER'],
];

before(async () => {
  issuer = await createTestIssuer();
  billing = await startTestBilling({ issuer });
  const manager = await billing.as('BILLING_MANAGER');
  invoice = await succeed(manager, 'createInvoice', {
    customerId: billing.addCustomer(),
    currency: 'EUR',
    lines: [freeLine],
  });
});
after(async () => {
  await billing.close();
  await issuer.close();
});

const operations = (): [name: string, document: string, variables: object][] => {
  const target = { id: invoice.id, expectedVersion: 1 };
  const idempotencyKey = randomUUID();
  const draft = { customerId: invoice.customer.id, currency: 'EUR', lines: [freeLine], idempotencyKey };
  const mutation = (name: string, input: object): [string, string, object] => {
    const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
    return [
      name,
      `mutation ($input: ${type}!) { ${name}(input: $input) { userErrors { code } } }`,
      { input },
    ];
  };
  return [
    ['seller', '{ seller { today } }', {}],
    ['invoice', '{ invoice(id: "x") { id } }', {}],
    ['invoiceByNumber', '{ invoiceByNumber(number: "x") { id } }', {}],
    ['invoices', '{ invoices { totalCount } }', {}],
    ['invoiceSummary', '{ invoiceSummary(groupBy: STATUS) { groupCount } }', {}],
    [
      'previewInvoice',
      'query ($input: PreviewInvoiceInput!) { previewInvoice(input: $input) { userErrors { code } } }',
      { input: { currency: 'EUR', lines: [] } },
    ],
    mutation('createInvoice', draft),
    mutation('createInvoiceExport', {}),
    mutation('createInvoiceDocument', { invoiceId: invoice.id }),
    mutation('depositInvoice', { id: invoice.id, idempotencyKey }),
    mutation('createPortalLink', { invoiceId: invoice.id, idempotencyKey }),
    mutation('revokePortalLink', { id: invoice.id }),
    mutation('duplicateInvoice', { id: invoice.id, idempotencyKey }),
    mutation('updateInvoice', { ...target, note: 'n' }),
    mutation('deleteInvoice', target),
    mutation('issueInvoice', { ...target, idempotencyKey }),
    mutation('createCreditNote', { invoiceId: invoice.id, reason: 'Returned', idempotencyKey }),
    mutation('recordPayment', { invoiceId: invoice.id, amount: '1', method: 'CASH', idempotencyKey }),
    mutation('recordRefund', { invoiceId: invoice.id, amount: '1', method: 'CASH', idempotencyKey }),
    ['approvals', '{ approvals { totalCount } }', {}],
    ['approval', '{ approval(id: "x") { id } }', {}],
    ['approvalPolicy', '{ approvalPolicy { isApprover } }', {}],
    ['mails', '{ mails { totalCount } }', {}],
    mutation('sendInvoice', { id: invoice.id, idempotencyKey }),
    mutation('resendMail', { id: invoice.id, idempotencyKey }),
    mutation('pauseReminders', { invoiceId: invoice.id, reason: 'r' }),
    mutation('resumeReminders', { invoiceId: invoice.id }),
    mutation('voidInvoice', { ...target, reason: 'r', idempotencyKey }),
    mutation('approve', { id: invoice.id }),
    mutation('reject', { id: invoice.id, reason: 'r' }),
    mutation('reversePayment', { paymentId: invoice.id, reason: 'r', idempotencyKey }),
  ];
};

test('the cases cover every operation of the schema', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const { data } = await manager<{ _service: { sdl: string } }>('{ _service { sdl } }');
  const schema = buildSchema(data._service.sdl, { assumeValid: true, assumeValidSDL: true });
  const fields = [schema.getQueryType(), schema.getMutationType()]
    .filter((type): type is GraphQLObjectType => isObjectType(type))
    .flatMap((type) => Object.keys(type.getFields()))
    .filter((name) => !name.startsWith('_'));
  assert.deepEqual(
    operations()
      .map(([name]) => name)
      .sort(),
    fields.sort(),
  );
});

test('no operation answers a caller without a token', async () => {
  for (const [name, document, variables] of operations()) {
    const { data, errors } = await billing.anonymous(document, { ...variables });
    assert.equal(errors[0]?.extensions?.['code'], 'UNAUTHENTICATED', name);
    assert.equal(data?.[name] ?? null, null);
  }
});

test('a caller with the role and without the scope gets no answer, and reads with one scope what it may not write', async () => {
  const codeOf = async (scopes: readonly string[], document: string, variables: object) => {
    const token = await issuer.sign({ roles: ['BILLING_MANAGER'], scopes });
    const { errors } = await createGraphqlClient(billing.url, token)(document, { ...variables });
    return errors[0]?.extensions?.['code'];
  };
  for (const [name, document, variables] of operations()) {
    const [own, other] = document.startsWith('mutation')
      ? ['invoices:write', 'invoices:read']
      : ['invoices:read', 'invoices:write'];
    for (const scopes of [[], ['openid'], [other], ['invoices:*', 'invoices']])
      assert.equal(await codeOf(scopes, document, variables), 'FORBIDDEN', `${name} with ${scopes}`);
    // Reads alone, so that nothing changes.
    if (own === 'invoices:read') assert.notEqual(await codeOf([own], document, variables), 'FORBIDDEN', name);
  }
  const entity =
    'query ($these: [_Any!]!) { _entities(representations: $these) { ... on Invoice { number } } }';
  const these = [{ __typename: 'Invoice', id: invoice.id }];
  assert.equal(await codeOf(['invoices:write'], entity, { these }), 'FORBIDDEN');
  assert.equal(await codeOf(['invoices:read'], entity, { these }), undefined);
});

test('no operation answers a caller without the role, and none has an effect', async () => {
  for (const roles of strangers) {
    const stranger = await billing.as(...roles);
    for (const [name, document, variables] of operations()) {
      const { data, errors } = await stranger(document, { ...variables });
      assert.equal(errors[0]?.extensions?.['code'], 'FORBIDDEN', `${name} ${roles}`);
      assert.equal(data?.[name] ?? null, null);
    }
  }
  const rows = await billing.database.sql`select version, status from invoices`;
  assert.deepEqual([...rows], [{ version: 1, status: 'DRAFT' }]);
});

test('entities give a caller without the role nothing, by any reference', async () => {
  const document = `query ($of: [_Any!]!) { _entities(representations: $of) {
    ... on Invoice { id number lines { description } customerSnapshot { displayName } }
    ... on Customer { id invoices { totalCount edges { node { id } } } }
    ... on Product { id invoicedQuantity }
  } }`;
  const of = [
    { __typename: 'Invoice', id: invoice.id },
    { __typename: 'Customer', id: invoice.customer.id },
    { __typename: 'Product', id: randomUUID() },
    { __typename: 'Invoice', id: invoice.id, number: 'forged', status: 'PAID' },
  ];
  for (const roles of strangers) {
    const stranger = await billing.as(...roles);
    const statements = await billing.statementsDuring(async () => {
      const { data, errors } = await stranger<{ _entities: unknown[] }>(document, { of });
      assert.deepEqual(new Set(errors.map(({ extensions }) => extensions?.['code'])), new Set(['FORBIDDEN']));
      assert.doesNotMatch(JSON.stringify(data ?? null), /Consulting|totalCount":\d|forged/);
    });
    assert.deepEqual(statements, []);
  }
});

test('a manager gets no value of a forged representation', async () => {
  const manager = await billing.as('BILLING_MANAGER');
  const { data } = await manager<{ _entities: unknown[] }>(
    'query ($of: [_Any!]!) { _entities(representations: $of) { ... on Invoice { number status } } }',
    { of: [{ __typename: 'Invoice', id: invoice.id, number: 'forged', status: 'PAID' }] },
  );
  assert.deepEqual(data._entities, [{ number: null, status: 'DRAFT' }]);
});

test('headers that claim an identity are ignored', async () => {
  const response = await fetch(billing.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-user-roles': 'BILLING_MANAGER',
      'x-forwarded-user': 'admin',
      roles: 'ADMIN',
    },
    body: JSON.stringify({ query: '{ invoices { totalCount } }' }),
  });
  const body = (await response.json()) as { errors: { extensions: { code: string } }[] };
  assert.equal(body.errors[0]?.extensions.code, 'UNAUTHENTICATED');
});
