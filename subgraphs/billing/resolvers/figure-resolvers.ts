import { toMoneyObject } from '#schema/money.ts';
import { computeAdjustmentTotals } from '../domain/adjustment.ts';
import type { InvoiceResolvers } from '../generated/resolvers.ts';
import { toDocumentAdjustmentObjects } from './adjustment-objects.ts';
import { toTaxSubtotalObjects } from './tax-subtotals.ts';

/** The resolvers of an invoice's figures. */
export const figureResolvers: InvoiceResolvers = {
  allowances: ({ adjustments, currency }) => toDocumentAdjustmentObjects(adjustments, false, currency),
  charges: ({ adjustments, currency }) => toDocumentAdjustmentObjects(adjustments, true, currency),
  lineTotal: ({ adjustments, netMinor, currency }) => {
    const { allowanceMinor, chargeMinor } = computeAdjustmentTotals(adjustments);
    return toMoneyObject({ amountMinor: netMinor + allowanceMinor - chargeMinor, currency });
  },
  allowanceTotal: ({ adjustments, currency }) =>
    toMoneyObject({ amountMinor: computeAdjustmentTotals(adjustments).allowanceMinor, currency }),
  chargeTotal: ({ adjustments, currency }) =>
    toMoneyObject({ amountMinor: computeAdjustmentTotals(adjustments).chargeMinor, currency }),
  netTotal: ({ netMinor, currency }) => toMoneyObject({ amountMinor: netMinor, currency }),
  taxTotal: ({ taxMinor, currency }) => toMoneyObject({ amountMinor: taxMinor, currency }),
  total: ({ totalMinor, currency }) => toMoneyObject({ amountMinor: totalMinor, currency }),
  taxSubtotals: async (invoice, _args, { loaders }) =>
    toTaxSubtotalObjects(invoice, await loaders.lines.load(invoice.id)),
};
