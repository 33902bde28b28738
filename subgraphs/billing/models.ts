import type { Connection } from '#platform/graphql/connection.ts';
import type { LegalMention } from '#schema/seller/seller-texts.ts';
import type { InvoiceStatus } from './domain/invoice-status.ts';
import type { SellerDetails as SellerObject } from './generated/types.ts';
import type { Lifecycle } from './lifecycle/find-lifecycles.ts';
import type { LifecycleStatusRow } from './lifecycle-tables.ts';
import type { InvoiceLineRow } from './line-tables.ts';
import type { InvoiceMail } from './mail/mail-store.ts';
import type { InvoiceHistoryRow, PaymentRow } from './payment-tables.ts';
import type { PortalLinkRow } from './portal-tables.ts';
import type { LineSums } from './product-totals/load-product-summary.ts';
import type { ApprovalWithCurrency } from './store/approval-list.ts';
import type { InvoiceRow } from './tables.ts';
import type { CurrencySums, ListTotals } from './totals/sums.ts';

/** The parent value of the resolvers of `Invoice`. */
export type InvoiceModel = InvoiceRow;

/** The parent value of the resolvers of `InvoiceLine`: a line with the currency of its invoice. */
export interface InvoiceLineModel extends InvoiceLineRow {
  readonly currency: string;
  /** True if its invoice is in a state that allows credits. */
  readonly isCreditable: boolean;
}

/** The parent value of the resolvers of `SellerDetails`. */
export type SellerDetailsModel = Omit<SellerObject, 'legalMentions'> & {
  readonly legalMentions: readonly LegalMention[];
};

/** A page of invoices. */
export interface InvoiceConnectionModel extends Connection<InvoiceModel> {
  /** Counts and adds all matching invoices up, once; called only on request. */
  readonly totals: () => Promise<ListTotals>;
}

/** An invoice on a page. */
export type InvoiceEdgeModel = InvoiceConnectionModel['edges'][number];

/** The parent value of the resolvers of `InvoiceSummary`. */
export interface InvoiceSummaryModel {
  readonly sums: readonly CurrencySums[];
  readonly groups: readonly InvoiceSummaryGroupModel[];
  readonly groupCount: number;
  readonly isComplete: boolean;
  /** The sums of the lines of all groups; null unless products group and they are asked for. */
  readonly lineSums: readonly LineSums[] | null;
}

interface InvoiceSummaryGroupModel {
  readonly status: InvoiceStatus | null;
  readonly customer: { readonly id: string } | null;
  readonly day: string | null;
  readonly product: { readonly id: string } | null;
  readonly sku: string | null;
  readonly sums: readonly CurrencySums[];
  readonly lineSums: readonly LineSums[] | null;
}

export type { EntityReference } from '#platform/graphql/entity-reference.ts';

/** The parent value of the resolvers of `Payment`: an entry with the currency of its invoice. */
export interface PaymentModel extends PaymentRow {
  readonly currency: string;
}

/** A page of an invoice's payments. */
export type PaymentConnectionModel = Connection<PaymentModel>;

/** A payment on a page. */
export type PaymentEdgeModel = PaymentConnectionModel['edges'][number];

/** The parent value of the resolvers of `InvoiceHistoryEntry`: an event with the currency of its invoice. */
export interface InvoiceHistoryEntryModel extends InvoiceHistoryRow {
  readonly currency: string;
}

/** The parent value of the resolvers of `Approval`: a request with the currency of its invoice. */
export type ApprovalModel = ApprovalWithCurrency;

/** A page of requests for approval. */
export type ApprovalConnectionModel = Connection<ApprovalModel>;

/** The parent value of the resolvers of `InvoiceLifecycle`. */
export type InvoiceLifecycleModel = Lifecycle;

/** The parent value of the resolvers of `LifecycleEntry`. */
export type LifecycleEntryModel = LifecycleStatusRow;

/** The parent value of the resolvers of `PortalLink`. */
export type PortalLinkModel = PortalLinkRow;

/** A request on a page. */
export type ApprovalEdgeModel = ApprovalConnectionModel['edges'][number];

/** A page of an invoice's history. */
export type InvoiceHistoryConnectionModel = Connection<InvoiceHistoryEntryModel>;

/** An event on a page. */
export type InvoiceHistoryEdgeModel = InvoiceHistoryConnectionModel['edges'][number];

/** The parent value of the resolvers of `InvoiceMail`. */
export type InvoiceMailModel = InvoiceMail;

/** A page of mails. */
export type InvoiceMailConnectionModel = Connection<InvoiceMailModel>;

/** A mail on a page. */
export type InvoiceMailEdgeModel = InvoiceMailConnectionModel['edges'][number];
