import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { auditStock } from './audit-stock.ts';
import { type StockProcesses, startStockProcesses } from './stock-processes.ts';

let processes: StockProcesses;
before(async () => {
  processes = await startStockProcesses();
});
after(() => processes[Symbol.asyncDispose]());

const kills = 12;
const callers = 6;
const productCount = 3;

/** Calls until an answer arrives, as a client does whose connection is lost: with the same input and key. */
async function callUntilAnswered<Payload extends TestRefusal>(
  client: () => GraphqlClient,
  name: string,
  input: object,
  selection: string,
): Promise<Payload> {
  return waitFor(
    `an answer to ${name}`,
    async () => {
      const payload = await callMutation<Payload>(client(), name, input, selection).catch(() => undefined);
      return payload?.userErrors.some(({ code }) => code === 'UNAVAILABLE') ? undefined : payload;
    },
    240_000,
  );
}

test('kills of billing and product lose no stock, give none twice, and leave nothing half done', async () => {
  const manager = createGraphqlClient(processes.productUrl, processes.token);
  const products: string[] = [];
  for (let nth = 0; nth < productCount; nth += 1) {
    const { product } = await callMutation<TestRefusal & { product: { id: string } }>(
      manager,
      'createProduct',
      {
        sku: `KILL-${nth}`,
        name: 'Mug',
        unitPrice: { amount: '2', currency: 'EUR' },
        taxRate: '20',
        isStockTracked: true,
      },
      'product { id }',
    );
    const input = {
      productId: product.id,
      kind: 'RECEIPT',
      quantity: '100000',
      idempotencyKey: randomUUID(),
    };
    await callMutation(manager, 'recordStockMovement', input, 'product { id }');
    products.push(product.id);
  }
  const buyer = await processes.addCustomer();
  let isRunning = true;
  let nthCall = 0;
  /** Either billing process, in turn. */
  const billing = () => createGraphqlClient(processes.billingUrls[nthCall++ % 2] ?? '', processes.token);

  const issued: string[] = [];
  const work = async (seed: number) => {
    for (let round = seed; isRunning; round += 1) {
      const chosen = [products[round % productCount], products[(round + 1) % productCount]];
      const draft = await callUntilAnswered<TestRefusal & { invoice: { id: string } | null }>(
        billing,
        'createInvoice',
        {
          customerId: buyer,
          currency: 'EUR',
          lines: chosen.map((productId) => ({ productId, quantity: '0.5' })),
          idempotencyKey: randomUUID(),
        },
        'invoice { id }',
      );
      const id = draft.invoice?.id ?? '';
      const answer = await callUntilAnswered<TestRefusal & { invoice: { id: string } | null }>(
        billing,
        'issueInvoice',
        { id, expectedVersion: 1, idempotencyKey: randomUUID() },
        'invoice { id }',
      );
      assert.deepEqual(answer.userErrors, []);
      issued.push(id);
      if (round % 3 !== 0) continue;
      const credit = { invoiceId: id, reason: 'Sent back', idempotencyKey: randomUUID() };
      const { userErrors } = await callUntilAnswered(
        billing,
        'createCreditNote',
        credit,
        'creditNote { id }',
      );
      assert.deepEqual(userErrors, []);
    }
  };
  const working = Array.from({ length: callers }, (_, seed) => work(seed));
  for (let nth = 0; nth < kills; nth += 1) {
    const before = issued.length;
    await Promise.race([
      waitFor('some invoices', () => issued.length >= before + 5, 240_000),
      Promise.all(working),
    ]);
    await processes.killAndRestart((['billing 1', 'product', 'billing 2'] as const)[nth % 3] ?? 'product');
  }
  isRunning = false;
  await Promise.all(working);
  const { billing: ledger, product: journal } = processes.databases;
  await waitFor(
    'all tasks to be done',
    async () => {
      const pending = await ledger`select from stock_tasks where state = 'PENDING'`;
      return pending.length === 0;
    },
    240_000,
  );
  await auditStock(ledger, journal);
  const [row] = await ledger<{ issued: number; numbers: number; last: number }[]>`
    select count(*)::int as issued, count(distinct number)::int as numbers, max(sequence)::int as last
    from invoices where status in ('ISSUED', 'PAID') and kind = 'INVOICE'`;
  assert.equal(row?.issued, issued.length);
  assert.deepEqual([row.numbers, row.last], [issued.length, issued.length]);
});
