import { randomUUID } from 'node:crypto';
import { formatPositions } from '../../streams/statistics/received/positions.ts';

/** Objects that stand in the system while the matrix is tried. */
export interface Fixture {
  readonly customerId: string;
  readonly productId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly sku: string;
}

/** There is none with it, so that a mutation that is let through changes nothing. */
const nobodysId = '00000000-0000-7000-8000-000000000000';
const unknown = { id: nobodysId, expectedVersion: 1 };

/** A value for each argument that must be given, and for others without which a field refuses, by the field's coordinate. */
export const samples: Readonly<Record<string, (fixture: Fixture) => Readonly<Record<string, unknown>>>> = {
  'Query.customer': ({ customerId }) => ({ id: customerId }),
  'Query.product': ({ productId }) => ({ id: productId }),
  'Query.productBySku': ({ sku }) => ({ sku }),
  'Query.invoice': ({ invoiceId }) => ({ id: invoiceId }),
  'Query.invoiceByNumber': ({ invoiceNumber }) => ({ number: invoiceNumber }),
  // There is none with it: what may be seen of a job does not depend on which.
  'Query.importJob': () => ({ id: nobodysId }),
  'Query.customerTotal': ({ customerId }) => ({ customerId }),
  // From the first invoice on: there is one, so that an event comes.
  'Subscription.invoiceReceived': () => ({ after: formatPositions([]) }),
  'Subscription.customerTotal': ({ customerId }) => ({ customerId }),
  'Mutation.createCustomer': () => ({ input: { displayName: '' } }),
  'Mutation.updateCustomer': () => ({ input: { ...unknown, displayName: 'Nobody' } }),
  'Mutation.archiveCustomer': () => ({ input: unknown }),
  'Mutation.restoreCustomer': () => ({ input: unknown }),
  'Mutation.createProduct': () => ({
    input: { sku: '', name: '', unitPrice: { amount: '1.00', currency: 'EUR' }, taxRate: '20' },
  }),
  'Mutation.updateProduct': () => ({ input: { ...unknown, name: 'Nothing' } }),
  'Mutation.archiveProduct': () => ({ input: unknown }),
  'Mutation.restoreProduct': () => ({ input: unknown }),
  'Mutation.recordStockMovement': () => ({
    input: { productId: nobodysId, kind: 'RECEIPT', quantity: '1', idempotencyKey: randomUUID() },
  }),
  'Mutation.createInvoice': () => ({
    input: { customerId: nobodysId, currency: 'EUR', lines: [], idempotencyKey: randomUUID() },
  }),
  'Mutation.updateInvoice': () => ({ input: unknown }),
  'Mutation.deleteInvoice': () => ({ input: unknown }),
  'Mutation.issueInvoice': () => ({ input: { ...unknown, idempotencyKey: randomUUID() } }),
};

/** The id of an entity's sample, by its type. */
export const entityIds: Readonly<Record<string, (fixture: Fixture) => string>> = {
  Customer: ({ customerId }) => customerId,
  Product: ({ productId }) => productId,
  Invoice: ({ invoiceId }) => invoiceId,
  ImportJob: () => nobodysId,
};
