import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import {
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
} from '#platform/tracing/testing/otlp-receiver.ts';
import { createSystemEnvironment, type RunningSystem, startRunningSystem } from '../running-system.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const clientSpan = '00f067aa0ba902b7';
/** Nothing of it may be in a trace. */
const customerName = 'Traced & Secret Sons';

let receiver: OtlpReceiver;
let system: RunningSystem;
before(
  async () => {
    receiver = await startOtlpReceiver();
    system = await startRunningSystem({
      environment: {
        ...(await createSystemEnvironment()),
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
        OTEL_BSP_SCHEDULE_DELAY: '100',
      },
    });
  },
  { timeout: 180_000 },
);
after(async () => {
  await system?.stop();
  await receiver.close();
});

/** Creates a customer and a draft, and issues it in a trace of the client. */
async function issueInvoice(): Promise<void> {
  const clientOf = async (user: string) => createGraphqlClient(system.gatewayUrl, await system.tokenOf(user));
  const { data: customer } = await (await clientOf('customer-manager'))<{
    createCustomer: { customer: { id: string } };
  }>('mutation ($input: CreateCustomerInput!) { createCustomer(input: $input) { customer { id } } }', {
    input: { displayName: customerName, idempotencyKey: randomUUID() },
  });
  const { data: draft } = await (await clientOf('billing-manager'))<{
    createInvoice: { invoice: { id: string } };
  }>('mutation ($input: CreateInvoiceInput!) { createInvoice(input: $input) { invoice { id } } }', {
    input: {
      customerId: customer.createCustomer.customer.id,
      currency: 'EUR',
      lines: [{ description: 'Work', quantity: '3', unitPrice: '10', taxRate: '20' }],
      idempotencyKey: randomUUID(),
    },
  });
  const response = await fetch(system.gatewayUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${await system.tokenOf('billing-manager')}`,
      traceparent: `00-${traceId}-${clientSpan}-01`,
    },
    body: JSON.stringify({
      query:
        'mutation Issue($input: IssueInvoiceInput!) { issueInvoice(input: $input) { userErrors { code } } }',
      variables: {
        input: { id: draft.createInvoice.invoice.id, expectedVersion: 1, idempotencyKey: randomUUID() },
      },
    }),
  });
  assert.deepEqual(await response.json(), { data: { issueInvoice: { userErrors: [] } } });
}

test('an invoice is one trace from the client over the gateway and billing to those who read its event', async () => {
  await issueInvoice();
  const find = (service: string, name: string): ReceivedSpan | undefined =>
    receiver.spans.find((span) => span.traceId === traceId && span.service === service && span.name === name);
  const get = (service: string, name: string): ReceivedSpan => {
    const found = find(service, name);
    assert.ok(found, `${service} has no span ${name}`);
    return found;
  };
  await waitFor(
    'the readers and the request',
    () =>
      find('sink', 'process FACTURATION') !== undefined &&
      find('statistics', 'process FACTURATION') !== undefined &&
      find('gateway', 'POST /graphql') !== undefined,
  );
  const request = get('gateway', 'POST /graphql');
  const operation = get('gateway', 'mutation');
  const toBilling = get('gateway', 'subgraph billing');
  const billing = get('billing', 'POST /graphql');
  const sent = get('relay', 'send FACTURATION');
  assert.deepEqual(
    [request, operation, toBilling, billing, sent].map(({ parentSpanId }) => parentSpanId),
    [clientSpan, request.spanId, operation.spanId, toBilling.spanId, billing.spanId],
  );
  for (const reader of ['sink', 'statistics'])
    assert.equal(get(reader, 'process FACTURATION').parentSpanId, sent.spanId);
});

test('nothing of what was written, and no token, is in the traces of any service', () => {
  const told = receiver.bodies.join('\n');
  assert.ok(receiver.spans.length > 10);
  assert.doesNotMatch(told, /Traced|Secret|Bearer|eyJ|password|mutation \(/);
});
