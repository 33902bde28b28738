import { formatPositions } from '../../streams/statistics/figures/received/positions.ts';
import { formatAuditCursor } from '../../subgraphs/audit/domain/audit-cursor.ts';
import { formatNoticeCursor } from '../../subgraphs/workspace/domain/notice-cursor.ts';
import { nobodysId } from './default-sample.ts';

/** Objects that stand in the system while the matrix is tried. */
export interface Fixture {
  readonly customerId: string;
  readonly productId: string;
  readonly invoiceId: string;
  readonly invoiceNumber: string;
  readonly sku: string;
  readonly requestId: string;
}

/**
 * Values for arguments by the field's coordinate, where a default sample does not reach an object of the system, or where
 * the field refuses without an argument that may be left out.
 */
export const samples: Readonly<Record<string, (fixture: Fixture) => Readonly<Record<string, unknown>>>> = {
  'Query.customer': ({ customerId }) => ({ id: customerId }),
  'Query.product': ({ productId }) => ({ id: productId }),
  'Query.productBySku': ({ sku }) => ({ sku }),
  'Query.invoice': ({ invoiceId }) => ({ id: invoiceId }),
  'Query.invoiceByNumber': ({ invoiceNumber }) => ({ number: invoiceNumber }),
  // It refuses without an argument, and which job it is about decides nothing.
  'Query.importJob': () => ({ id: nobodysId }),
  // The graph of the system itself, which its start has published.
  'Query.graph': () => ({ id: 'facturation' }),
  'Query.graphVariant': () => ({ graph: 'facturation', name: 'current' }),
  'Query.customerTotal': ({ customerId }) => ({ customerId }),
  // From the first invoice on: there is one, so that an event comes.
  'Subscription.invoiceReceived': () => ({ after: formatPositions([]) }),
  // From the first notice on: each caller has one.
  'Subscription.noticeAdded': () => ({ after: formatNoticeCursor(0n) }),
  // From the first entry on: there is one.
  'Subscription.auditEntryAdded': () => ({ after: formatAuditCursor(0n) }),
  'Query.request': ({ requestId }) => ({ id: requestId }),
  'Query.crmSummary': () => ({ from: '2026-03-01', to: '2026-03-31', groupBy: 'KIND' }),
  'Subscription.customerTotal': ({ customerId }) => ({ customerId }),
};

/** The id of an entity of the system, by its type; others are read by the id of nothing. */
export const entityIds: Readonly<Record<string, (fixture: Fixture) => string>> = {
  Customer: ({ customerId }) => customerId,
  Product: ({ productId }) => productId,
  Invoice: ({ invoiceId }) => invoiceId,
  CustomerRequest: ({ requestId }) => requestId,
};
