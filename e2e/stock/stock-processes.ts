import assert from 'node:assert/strict';
import postgres, { type Sql } from 'postgres';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import { createTestDatabase } from '#platform/testing/test-database.ts';
import { createTestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestProcess, type TestProcess } from '#platform/testing/test-process.ts';

type ProcessName = 'customer' | 'product' | 'billing 1' | 'billing 2';

/** Customer, product and two billing processes, each of which a test may kill. */
export interface StockProcesses extends AsyncDisposable {
  /** Of a person who may do all of it. */
  readonly token: string;
  readonly productUrl: string;
  readonly billingUrls: readonly string[];
  readonly databases: { readonly billing: Sql; readonly product: Sql };
  addCustomer(): Promise<string>;
  /** Kills a process with SIGKILL and starts it again at the same port. */
  killAndRestart(name: ProcessName): Promise<void>;
}

const secret = 'a-test-password';
const roles = ['BILLING_MANAGER', 'CUSTOMER_MANAGER', 'PRODUCT_MANAGER'];

/** Starts them on a database of their own. */
export async function startStockProcesses(): Promise<StockProcesses> {
  const database = await createTestDatabase('customer', 'product', 'event_log', {
    name: 'billing',
    makesTemporaryTables: true,
  });
  const issuer = await createTestIssuer({
    clients: { 'facturation-billing': { secret, token: { roles: ['STOCK_RESERVER'], subject: 'billing' } } },
  });
  const running = new Map<ProcessName, TestProcess>();

  async function start(name: ProcessName, further: Readonly<Record<string, string>> = {}): Promise<string> {
    const [room = ''] = name.split(' ');
    const port = running.has(name) ? new URL(addressOf(name)).port : undefined;
    const started = await startTestProcess({
      main: new URL(`../../subgraphs/${room}/main.ts`, import.meta.url),
      portVariable: `${room.toUpperCase()}_PORT`,
      environment: {
        DATABASE_URL: database.urlOf(room),
        // The relays of their outboxes.
        ...(room !== 'billing' && { EVENT_LOG_DATABASE_URL: database.urlOf('event_log') }),
        OIDC_ISSUER: issuer.issuer,
        OIDC_AUDIENCE: 'facturation-api',
        ...further,
      },
      ...(port !== undefined && { port: Number(port) }),
    });
    running.set(name, started);
    return started.address;
  }
  const addressOf = (name: ProcessName) => running.get(name)?.address ?? '';

  const [customerUrl, productUrl] = await Promise.all([start('customer'), start('product')]);
  const ofBilling = {
    CUSTOMER_URL: `${customerUrl}/graphql`,
    PRODUCT_URL: `${productUrl}/graphql`,
    FACTURATION_BILLING_SECRET: secret,
    STOCK_LEASE_MS: '3000',
  };
  const billingUrls = await Promise.all([start('billing 1', ofBilling), start('billing 2', ofBilling)]);
  const token = await issuer.sign({ roles, subject: 'manager', expiresIn: 3_600 });
  const open = (context: string) => postgres(database.urlOf(context), { max: 1, onnotice: () => {} });
  const databases = { billing: open('billing'), product: open('product') };

  return {
    token,
    productUrl: `${productUrl}/graphql`,
    billingUrls: billingUrls.map((url) => `${url}/graphql`),
    databases,
    async addCustomer() {
      const client = createGraphqlClient(`${customerUrl}/graphql`, token);
      const { customer, userErrors } = await callMutation<TestRefusal & { customer: { id: string } }>(
        client,
        'createCustomer',
        { displayName: 'Ada' },
        'customer { id }',
      );
      assert.deepEqual(userErrors, []);
      return customer.id;
    },
    async killAndRestart(name) {
      await running.get(name)?.kill();
      await start(name, name.startsWith('billing') ? ofBilling : {});
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...running.values()].map((one) => one.kill()));
      await Promise.all([databases.billing.end(), databases.product.end()]);
      await issuer.close();
      await database.close();
    },
  };
}
