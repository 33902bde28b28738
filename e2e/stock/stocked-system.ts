import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createLog } from '#platform/log/log.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import { ServiceToken } from '#platform/tokens/service-token.ts';
import { AccountClient } from '../../subgraphs/billing/directories/account-client.ts';
import { createHttpCustomerDirectory } from '../../subgraphs/billing/directories/http-customer-directory.ts';
import { HttpMailRecipients } from '../../subgraphs/billing/directories/http-mail-recipients.ts';
import { createHttpProductCatalog } from '../../subgraphs/billing/directories/http-product-catalog.ts';
import { HttpStockService } from '../../subgraphs/billing/directories/http-stock-service.ts';
import { defaultNumberFormats } from '../../subgraphs/billing/domain/number-format.ts';
import { StockWorker } from '../../subgraphs/billing/stock/stock-worker.ts';
import { createBillingSubgraph } from '../../subgraphs/billing/subgraph.ts';
import { createTestPortal } from '../../subgraphs/billing/testing/test-portal.ts';
import { customerSubgraph } from '../../subgraphs/customer/subgraph.ts';
import { productSubgraph } from '../../subgraphs/product/subgraph.ts';
import { auditStock } from './audit-stock.ts';
import { type FaultyProxy, startFaultyProxy } from './faulty-proxy.ts';

/** Customer, product and billing as they are, with a stretch of network between the last two that a test breaks. */
export interface StockedSystem extends AsyncDisposable {
  readonly product: TestSubgraph;
  readonly billing: TestSubgraph;
  /** Billing's way to product. */
  readonly network: FaultyProxy;
  readonly manager: GraphqlClient;
  /** Adds a product and a receipt, and gives its id. */
  stocked(quantity: string): Promise<string>;
  stockOf(productId: string): Promise<string>;
  /** Makes a draft with one line for each product and quantity, and gives its id. */
  draft(lines: readonly (readonly [productId: string, quantity: string])[]): Promise<string>;
  issue(id: string, changes?: object): Promise<IssuePayload>;
  /** Starts a worker; it is closed with the system. */
  startWorker(): StockWorker;
  /** Waits until no reservation or release is pending, then compares journal, reservations and invoices. */
  settle(): Promise<void>;
}

/** The payload of `issueInvoice`. */
interface IssuePayload extends TestRefusal {
  readonly invoice: { readonly number: string; readonly status: string; readonly stock: string } | null;
}

/** The time from recording a reservation to issuing its invoice. */
const leaseMs = 10_000;
const secret = 'a-test-password';
const clock = () => new Date();
const log = createLog({ name: 'test', level: 'silent' });

const refuse = () => Promise.reject(new Error('no test of the stock makes a document'));
const noDocuments = {
  files: { read: refuse, write: refuse },
  renderer: { render: refuse },
  making: new Map<string, Promise<void>>(),
};

/** Starts it; nobody works on tasks before a worker is started. */
export async function startStockedSystem(): Promise<StockedSystem> {
  const issuer = await createTestIssuer({
    clients: { 'facturation-billing': { secret, token: { roles: ['STOCK_RESERVER'], subject: 'billing' } } },
  });
  const [product, customer] = await Promise.all([
    startTestSubgraph(productSubgraph, { issuer }),
    startTestSubgraph(customerSubgraph, { issuer }),
  ]);
  const network = await startFaultyProxy(product.url);
  const customerClient = new SubgraphClient({ url: customer.url, name: 'customer service' });
  const productClient = new SubgraphClient({ url: network.url, name: 'product service', timeoutMs: 15_000 });
  const token = new ServiceToken({
    issuer: issuer.issuer,
    clientId: 'facturation-billing',
    clientSecret: secret,
  });
  const stock = new HttpStockService(new AccountClient(productClient, token));
  const definition = createBillingSubgraph({
    customers: createHttpCustomerDirectory(customerClient),
    products: createHttpProductCatalog(productClient),
    stock,
    stockLeaseMs: leaseMs,
    clock,
    seller: { timeZone: 'UTC', earliestIssueDate: '1900-01-01', issueDaysAhead: 0 },
    approvals: { limits: new Map(), approverRole: 'BILLING_MANAGER' },
    sellerLanguage: 'EN',
    mailPolicy: { onIssue: 'NONE', onPayment: 'NONE', plan: [] },
    recipients: new HttpMailRecipients(new AccountClient(customerClient, token)),
    sellerDetails: null,
    numberFormats: defaultNumberFormats,
    documents: noDocuments,
    hasPlatform: false,
    portal: createTestPortal(),
    log,
  });
  const billing = await startTestSubgraph(definition, { issuer, makesTemporaryTables: true });
  const manager = await billing.as('BILLING_MANAGER', 'CUSTOMER_MANAGER', 'PRODUCT_MANAGER');
  const productManager = await product.as('PRODUCT_MANAGER');
  const customerManager = await customer.as('CUSTOMER_MANAGER');
  const { customer: buyer } = await callMutation<TestRefusal & { customer: { id: string } }>(
    customerManager,
    'createCustomer',
    { displayName: 'Ada' },
    'customer { id }',
  );
  const workers: StockWorker[] = [];

  return {
    product,
    billing,
    network,
    manager,
    async stocked(quantity) {
      const input = {
        sku: randomUUID(),
        name: 'Mug',
        unitPrice: { amount: '2', currency: 'EUR' },
        taxRate: '20',
      };
      const { product: made } = await callMutation<TestRefusal & { product: { id: string } }>(
        productManager,
        'createProduct',
        { ...input, isStockTracked: true },
        'product { id }',
      );
      const receipt = { productId: made.id, kind: 'RECEIPT', quantity, idempotencyKey: randomUUID() };
      await callMutation(productManager, 'recordStockMovement', receipt, 'product { id }');
      return made.id;
    },
    async stockOf(productId) {
      const { data } = await productManager<{ product: { stock: string } }>(
        'query ($id: ID!) { product(id: $id) { stock } }',
        { id: productId },
      );
      return data.product.stock;
    },
    async draft(lines) {
      const { invoice, userErrors } = await callMutation<TestRefusal & { invoice: { id: string } | null }>(
        manager,
        'createInvoice',
        {
          customerId: buyer.id,
          currency: 'EUR',
          lines: lines.map(([productId, quantity]) => ({ productId, quantity })),
          idempotencyKey: randomUUID(),
        },
        'invoice { id }',
      );
      assert.deepEqual(userErrors, []);
      return invoice?.id ?? '';
    },
    issue: (id, changes = {}) =>
      callMutation(
        manager,
        'issueInvoice',
        { id, expectedVersion: 1, idempotencyKey: randomUUID(), ...changes },
        'invoice { number status stock }',
      ),
    startWorker() {
      const figures = { countReleased: () => {}, countFailure: () => {} };
      const worker = new StockWorker({
        db: billing.database.db,
        stock,
        clock,
        log,
        figures,
        pollMs: 20,
        leaseMs,
      });
      workers.push(worker);
      return worker;
    },
    async settle() {
      await waitFor('all tasks to be done', async () => {
        const pending = await billing.database.sql`select from stock_tasks where state = 'PENDING'`;
        return pending.length === 0;
      });
      await auditStock(billing.database.sql, product.database.sql);
    },
    async [Symbol.asyncDispose]() {
      for (const worker of workers) await worker.close();
      await Promise.all([billing.close(), customer.close(), product.close()]);
      await Promise.all([customerClient.close(), productClient.close()]);
      await network[Symbol.asyncDispose]();
      await issuer.close();
    },
  };
}
