import { v7 as uuid } from 'uuid';
import { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { startTestDirectory, type TestDirectory } from '#kernel/testing/test-directory.ts';
import { createLog } from '#platform/log/log.ts';
import { createGraphqlClient, type GraphqlClient } from '#platform/testing/graphql-client.ts';
import { createTestIssuer, type TestIssuer } from '#platform/testing/test-issuer.ts';
import { startTestSubgraph, type TestSubgraph } from '#platform/testing/test-subgraph.ts';
import { createHttpReferences } from '../directories/request-references.ts';
import { createCrmSubgraph } from '../subgraph.ts';

/** An invoice of the test's billing service. */
interface DirectoryInvoice {
  number: string | null;
  kind: string;
  status: string;
  currency: string;
  total: { amount: string };
  customer: { id: string } | null;
}

/** The crm subgraph on a real socket, with its own database, issuer and two other services. */
export interface TestCrm extends TestSubgraph {
  readonly customers: TestDirectory<object>;
  readonly invoices: TestDirectory<DirectoryInvoice>;
  /** Sets the clock; it stands still until it is set again. */
  setNow(instant: string): void;
  /** Adds a customer to the customer service and gives its id. */
  addCustomer(): string;
  /** Adds an issued invoice of 100.00 EUR to the billing service and gives its id. */
  addInvoice(changes?: Partial<DirectoryInvoice>): string;
  readonly issuer: TestIssuer;
  /** A client of a person with these roles. */
  signIn(subject: string, ...roles: string[]): Promise<GraphqlClient>;
  /** The issuer and subject of a person, as events name them. */
  personOf(subject: string): string;
}

const customerSdl = 'type Customer @key(fields: "id") { id: ID! }';
const invoiceSdl = `
  type Invoice @key(fields: "id") {
    id: ID! number: String kind: String! status: String! currency: String! total: Money! customer: Customer
  }
  type Money { amount: String! }
  type Customer { id: ID! }`;

/** Starts it; the clock stands at noon of 1 March 2026. */
export async function startTestCrm({
  timeZone,
  ...options
}: {
  readonly databaseUrl?: string;
  readonly timeZone?: string;
} = {}): Promise<TestCrm> {
  const issuer = await createTestIssuer();
  const customers = await startTestDirectory<object>('Customer', customerSdl);
  const invoices = await startTestDirectory<DirectoryInvoice>('Invoice', invoiceSdl);
  const timeoutMs = 15_000;
  const customerClient = new SubgraphClient({ url: customers.url, name: 'customer service', timeoutMs });
  const invoiceClient = new SubgraphClient({ url: invoices.url, name: 'billing service', timeoutMs });
  let now = new Date('2026-03-01T12:00:00Z');
  const subgraph = await startTestSubgraph(
    createCrmSubgraph({
      references: createHttpReferences({ customers: customerClient, invoices: invoiceClient }),
      clock: () => now,
      timeZone: timeZone ?? 'UTC',
      log: createLog({ name: 'test', level: 'silent' }),
    }),
    { issuer, ...options },
  );
  const addCustomer = () => {
    const id = uuid();
    customers.entities.set(id, {});
    return id;
  };
  let invoiceCount = 0;
  return {
    ...subgraph,
    issuer,
    customers,
    invoices,
    setNow: (instant) => {
      now = new Date(instant);
    },
    addCustomer,
    addInvoice: (changes = {}) => {
      const id = uuid();
      invoiceCount += 1;
      invoices.entities.set(id, {
        number: `2026-${String(invoiceCount).padStart(6, '0')}`,
        kind: 'INVOICE',
        status: 'ISSUED',
        currency: 'EUR',
        total: { amount: '100.00' },
        customer: { id: addCustomer() },
        ...changes,
      });
      return id;
    },
    signIn: async (subject, ...roles) =>
      createGraphqlClient(subgraph.url, await issuer.sign({ subject, roles })),
    personOf: (subject) => `${issuer.issuer} ${subject}`,
    close: async () => {
      await subgraph.close();
      await Promise.all([customerClient.close(), invoiceClient.close()]);
      await Promise.all([customers.close(), invoices.close(), issuer.close()]);
    },
  };
}
