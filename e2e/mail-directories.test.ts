import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { startTestDirectory } from '#kernel/testing/test-directory.ts';
import { createLog } from '#platform/log/log.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestSubgraph } from '#platform/testing/test-subgraph.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { AccountClient } from '../subgraphs/billing/directories/account-client.ts';
import { createDisputes } from '../subgraphs/billing/directories/http-disputes.ts';
import { HttpMailRecipients } from '../subgraphs/billing/directories/http-mail-recipients.ts';
import { createHttpReferences } from '../subgraphs/crm/directories/request-references.ts';
import { createCrmSubgraph } from '../subgraphs/crm/subgraph.ts';
import { customerSubgraph } from '../subgraphs/customer/subgraph.ts';

// Billing's own account asks the real services of customers and requests, as the worker of mails does.

const clientSecret = randomUUID();
const open: (() => Promise<unknown> | unknown)[] = [];

async function startServices() {
  const issuer = await createTestIssuer({
    clients: {
      'facturation-billing': {
        secret: clientSecret,
        token: { roles: ['CORRESPONDENT', 'STOCK_RESERVER'], subject: 'billing' },
      },
    },
  });
  const customer = await startTestSubgraph(customerSubgraph, { issuer });
  const invoices = await startTestDirectory<object>(
    'Invoice',
    `type Invoice @key(fields: "id") { id: ID! number: String kind: String! status: String! currency: String! total: Money! customer: Customer }
     type Money { amount: String! } type Customer { id: ID! }`,
  );
  const customerClient = new SubgraphClient({ url: customer.url, name: 'customer service' });
  const invoiceClient = new SubgraphClient({ url: invoices.url, name: 'billing service' });
  const crm = await startTestSubgraph(
    createCrmSubgraph({
      references: createHttpReferences({ customers: customerClient, invoices: invoiceClient }),
      clock: () => new Date(),
      timeZone: 'UTC',
      log: createLog({ name: 'test', level: 'silent' }),
    }),
    { issuer },
  );
  const token = new ServiceToken({
    issuer: issuer.issuer,
    clientId: 'facturation-billing',
    clientSecret,
  });
  open.push(
    () => crm.close(),
    () => Promise.all([customerClient.close(), invoiceClient.close(), invoices.close()]),
    () => customer.close(),
    () => issuer.close(),
  );
  const owner = { own: (_label: string, close: () => unknown) => open.unshift(close) };
  return {
    customer,
    crm,
    invoices,
    recipients: new HttpMailRecipients(new AccountClient(customerClient, token)),
    disputes: createDisputes({ url: crm.url, token, owner }),
  };
}

let services: Awaited<ReturnType<typeof startServices>>;

before(async () => {
  services = await startServices();
});
after(async () => {
  for (const close of open) await close();
});

test('billing finds to whom a mail goes', async () => {
  const { customer, recipients } = services;
  const manager = await customer.as('CUSTOMER_MANAGER');
  const { data } = await manager<{ createCustomer: { customer: { id: string } } }>(
    `mutation { createCustomer(input: { displayName: "Martin", contactName: "Claire", email: "claire@martin.example",
      language: FR, courtesyMails: false }) { customer { id } } }`,
  );
  const { id } = data.createCustomer.customer;
  assert.deepEqual(await recipients.findRecipient(id), {
    contactName: 'Claire',
    email: 'claire@martin.example',
    language: 'FR',
    courtesyMails: false,
  });
  assert.equal(await recipients.findRecipient(randomUUID()), undefined);
});

test('billing learns of a dispute, and that it is over', async () => {
  const { customer, crm, invoices, disputes } = services;
  const customers = await customer.as('CUSTOMER_MANAGER');
  const { data: added } = await customers<{ createCustomer: { customer: { id: string } } }>(
    'mutation { createCustomer(input: { displayName: "Martin" }) { customer { id } } }',
  );
  const invoiceId = randomUUID();
  invoices.entities.set(invoiceId, {
    number: '2026-000001',
    kind: 'INVOICE',
    status: 'ISSUED',
    currency: 'EUR',
    total: { amount: '100.00' },
    customer: { id: added.createCustomer.customer.id },
  });
  assert.equal(await disputes.isDisputed(invoiceId), false);
  const manager = await crm.as('BILLING_MANAGER');
  const { data, errors } = await manager<{
    createRequest: { request: { id: string; version: number } | null; userErrors: object[] };
  }>(
    'mutation ($input: CreateRequestInput!) { createRequest(input: $input) { request { id version } userErrors { field message } } }',
    { input: { kind: 'DISPUTE', invoiceId, title: 'Wrong price', idempotencyKey: randomUUID() } },
  );
  const { request } = data.createRequest;
  assert.ok(request, JSON.stringify({ data, errors }));
  assert.equal(await disputes.isDisputed(invoiceId), true);
  const { data: closed } = await manager<{ closeRequest: { userErrors: object[] } }>(
    'mutation ($input: CloseRequestInput!) { closeRequest(input: $input) { userErrors { field message } } }',
    { input: { id: request.id, expectedVersion: request.version, outcome: 'Settled' } },
  );
  assert.deepEqual(closed.closeRequest.userErrors, []);
  assert.equal(await disputes.isDisputed(invoiceId), false);
});
