import type { Connection } from '#platform/graphql/connection.ts';
import { toMoneyObject } from '#schema/money.ts';
import { availableActions, findObstacle, toActionStates } from '../domain/invoice-state.ts';
import type { CustomerIdentity } from '../domain/reference.ts';
import { deriveStatus, toBalance, toRefundable } from '../domain/settlement.ts';
import type { InvoiceResolvers } from '../generated/resolvers.ts';
import type { CustomerSnapshot } from '../generated/types.ts';
import { mailedInvoiceResolvers } from '../mail/mail-resolvers.ts';
import type { InvoiceModel } from '../models.ts';
import { deriveStockStatus } from '../stock/stock-status.ts';
import { loadInvoice } from '../store/loaders.ts';
import { figureResolvers } from './figure-resolvers.ts';
import { toSellerObject } from './seller-model.ts';
import { withCredits } from './with-credits.ts';

export const invoiceResolvers: InvoiceResolvers = {
  ...figureResolvers,
  ...mailedInvoiceResolvers,
  __resolveReference: async (reference, { loaders }) => {
    if ('id' in reference) return loadInvoice(loaders, reference.id);
    // A forged representation may hold anything.
    const number: unknown = reference.number;
    return typeof number === 'string' ? ((await loaders.invoiceByNumber.load(number)) ?? null) : null;
  },
  availableActions: async (invoice, _args, { principal, loaders }) =>
    availableActions(await withCredits(invoice, loaders), principal?.roles ?? new Set()),
  actions: async (invoice, _args, { principal, loaders }) =>
    toActionStates(await withCredits(invoice, loaders), principal?.roles ?? new Set()).map(
      ({ action, reason }) => ({
        action,
        isAvailable: reason === null,
        reason,
      }),
    ),
  derivedStatus: (invoice, _args, { today }) => deriveStatus(invoice, today),
  customer: ({ customerId }) => (customerId === null ? null : { id: customerId }),
  customerSnapshot: (invoice) => toCustomerSnapshot(invoice),
  sellerSnapshot: async ({ sellerId }, _args, { loaders }) => {
    const details = sellerId === null ? undefined : await loaders.sellerDetails.load(sellerId);
    return details === undefined ? null : toSellerObject(details);
  },
  importJob: ({ importJobId }) => (importJobId === null ? null : { id: importJobId }),
  lines: async (invoice, _args, { loaders }) => {
    const isCreditable = findObstacle('CREDIT', invoice) === undefined;
    const { id, currency } = invoice;
    return (await loaders.lines.load(id)).map((line) => ({ ...line, currency, isCreditable }));
  },
  creditNotes: ({ id }, args, { loaders }) => loaders.invoicesOf('creditedInvoiceId', id, args),
  creditedInvoice: ({ creditedInvoiceId }, _args, { loaders }) =>
    creditedInvoiceId === null ? null : loadInvoice(loaders, creditedInvoiceId),
  balance: (invoice) => toMoneyObject({ amountMinor: toBalance(invoice), currency: invoice.currency }),
  paidTotal: ({ paidMinor, currency }) => toMoneyObject({ amountMinor: paidMinor, currency }),
  creditedTotal: ({ creditedMinor, currency }) => toMoneyObject({ amountMinor: creditedMinor, currency }),
  refundable: (invoice) => toMoneyObject({ amountMinor: toRefundable(invoice), currency: invoice.currency }),
  paidAt: ({ settledAt }) => settledAt?.toISOString() ?? null,
  voidedAt: ({ voidedAt }) => voidedAt?.toISOString() ?? null,
  pendingApproval: async ({ id, pendingAction }, _args, { loaders }) =>
    pendingAction === null ? null : ((await loaders.pendingApproval.load(id)) ?? null),
  payments: async ({ id, currency }, args, { loaders }) =>
    withCurrency(await loaders.payments.load(id, args), currency),
  history: async ({ id, currency }, args, { loaders }) =>
    withCurrency(await loaders.history.load(id, args), currency),
  lifecycle: async ({ id }, _args, { loaders }) => (await loaders.lifecycle.load(id)) ?? null,
  portalLinks: ({ id }, _args, { loaders }) => loaders.portalLinks.load(id),
  stock: async ({ id }, _args, { loaders }) => deriveStockStatus(await loaders.stockTasks.load(id)),
  issuedAt: ({ issuedAt }) => issuedAt?.toISOString() ?? null,
  isOverdue: (invoice, _args, { today }) => deriveStatus(invoice, today) === 'OVERDUE',
  createdAt: ({ createdAt }) => createdAt.toISOString(),
  updatedAt: ({ updatedAt }) => updatedAt.toISOString(),
};

/** A page whose nodes know the currency of their invoice. */
function withCurrency<Row extends object>(
  page: Connection<Row>,
  currency: string,
): Connection<Row & { readonly currency: string }> {
  return {
    ...page,
    edges: page.edges.map(({ node, cursor }) => ({ node: { ...node, currency }, cursor })),
  };
}

/** An invoice that was imported, or issued before they were kept. */
const noIdentity: CustomerIdentity = { address: null, siren: null, siret: null, electronicAddress: null };

/** The frozen columns; a draft has none yet. */
function toCustomerSnapshot(invoice: InvoiceModel): CustomerSnapshot | null {
  if (invoice.customerAddressLines === null) return null;
  return {
    id: invoice.customerId,
    displayName: invoice.customerName,
    addressLines: invoice.customerAddressLines,
    countryCode: invoice.customerCountryCode,
    taxNumber: invoice.customerTaxNumber,
    ...(invoice.customerIdentity ?? noIdentity),
    language: invoice.customerLanguage,
  };
}
