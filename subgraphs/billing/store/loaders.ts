import DataLoader from 'dataloader';
import type { Reader } from '#platform/database/transaction.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import type { CreditedPart } from '../domain/credit.ts';
import { parseId } from '../domain/reference.ts';
import type { CustomerInvoicesArgs } from '../generated/types.ts';
import { findLifecycles, type Lifecycle } from '../lifecycle/find-lifecycles.ts';
import type { InvoiceLineRow } from '../line-tables.ts';
import { invoiceMailList } from '../mail/invoice-mail-list.ts';
import { loadReminders, type ReminderState } from '../mail/load-reminders.ts';
import { findMailsById, type InvoiceMail } from '../mail/mail-store.ts';
import type { InvoiceConnectionModel } from '../models.ts';
import type { InvoiceHistoryRow, PaymentRow } from '../payment-tables.ts';
import { findLatestMails, findPortalLinks, findPortalLinksById } from '../portal/find-portal-link.ts';
import type { PortalLinkRow } from '../portal-tables.ts';
import { findStockTasks } from '../stock/stock-task-store.ts';
import type { StockTaskRow } from '../stock-tables.ts';
import type { InvoiceRow } from '../tables.ts';
import { type Ageing, loadAgeing } from '../totals/load-ageing.ts';
import { loadTotalsOf } from '../totals/load-totals-of.ts';
import type { ListTotals } from '../totals/sums.ts';
import { type ApprovalWithCurrency, findApprovalsById, findPendingApprovals } from './approval-list.ts';
import { findCreditedParts, findIfCredited } from './find-credits.ts';
import { findInvoicesById, findInvoicesByNumber, findLines, sumInvoicedQuantities } from './find-invoices.ts';
import { findPaymentsById, findReversals } from './find-payments.ts';
import { historyList } from './history-list.ts';
import {
  type InvoiceOwner,
  type InvoicesOfQuery,
  listInvoicesOf,
  parseInvoicesOf,
} from './list-invoices-of.ts';
import { OwnedListLoader } from './owned-list.ts';
import { paymentList } from './payment-list.ts';
import { findSellers } from './seller-records.ts';

/** The loaders of one request: each combines the single requests of resolvers into one statement. */
export interface Loaders {
  readonly invoice: DataLoader<string, InvoiceRow | undefined>;
  readonly invoiceByNumber: DataLoader<string, InvoiceRow | undefined>;
  readonly lines: DataLoader<string, InvoiceLineRow[]>;
  readonly invoicedQuantity: DataLoader<string, bigint>;
  readonly sellerDetails: DataLoader<number, SellerDetails | undefined>;
  /** The sums of the credits of a line. */
  readonly creditedPart: DataLoader<string, CreditedPart>;
  /** True for an invoice that has credit notes. */
  readonly isCredited: DataLoader<string, boolean>;
  /** The tasks of the invoice's stock. */
  readonly stockTasks: DataLoader<string, StockTaskRow[]>;
  /** The statuses of an invoice that the approved platform told. */
  readonly lifecycle: DataLoader<string, Lifecycle | undefined>;
  readonly portalLink: DataLoader<string, PortalLinkRow | undefined>;
  /** The links of an invoice. */
  readonly portalLinks: DataLoader<string, PortalLinkRow[]>;
  /** The latest mail that was written with a link. */
  readonly latestMailOfLink: DataLoader<string, InvoiceMail | undefined>;
  /**
   * A page of the invoices of a customer, or of the credit notes of an invoice.
   *
   * @throws {GraphQLError} BAD_USER_INPUT if the arguments are wrong
   */
  invoicesOf(
    owner: InvoiceOwner,
    ownerId: string,
    args: Partial<CustomerInvoicesArgs>,
  ): Promise<InvoiceConnectionModel>;
  /** The balances of a customer by currency and by the days that they are overdue. */
  readonly ageing: DataLoader<string, Ageing[]>;
  readonly payment: DataLoader<string, PaymentRow | undefined>;
  /** The entry that takes a payment back, by the payment's id. */
  readonly reversal: DataLoader<string, PaymentRow | undefined>;
  readonly approval: DataLoader<string, ApprovalWithCurrency | undefined>;
  /** The request of an invoice that waits, by the invoice's id. */
  readonly pendingApproval: DataLoader<string, ApprovalWithCurrency | undefined>;
  readonly payments: OwnedListLoader<PaymentRow>;
  readonly history: OwnedListLoader<InvoiceHistoryRow>;
  readonly mails: OwnedListLoader<InvoiceMail>;
  readonly mail: DataLoader<string, InvoiceMail | undefined>;
  /** The state of the reminders of an invoice, by its id. */
  readonly reminders: DataLoader<string, ReminderState>;
  /** Forgets an invoice that was written in this request. */
  forget(invoiceId: string): void;
}

const maxBatchSize = 1_000;

/** Creates the loaders of one request. */
export function createLoaders(db: Reader, today: string): Loaders {
  const invoice = new DataLoader<string, InvoiceRow | undefined>((ids) => findInvoicesById(db, ids), {
    maxBatchSize,
  });
  const invoiceByNumber = new DataLoader<string, InvoiceRow | undefined>(
    (numbers) => findInvoicesByNumber(db, numbers),
    { maxBatchSize },
  );
  const lines = new DataLoader<string, InvoiceLineRow[]>((ids) => findLines(db, ids), { maxBatchSize });
  const invoicedQuantity = new DataLoader<string, bigint>((ids) => sumInvoicedQuantities(db, ids), {
    maxBatchSize,
  });
  const creditedPart = new DataLoader<string, CreditedPart>((ids) => findCreditedParts(db, ids), {
    maxBatchSize,
  });
  const isCredited = new DataLoader<string, boolean>((ids) => findIfCredited(db, ids), { maxBatchSize });
  const ageing = new DataLoader<string, Ageing[]>((ids) => loadAgeing(db, ids, today), { maxBatchSize });
  const payment = new DataLoader<string, PaymentRow | undefined>((ids) => findPaymentsById(db, ids), {
    maxBatchSize,
  });
  const reversal = new DataLoader<string, PaymentRow | undefined>((ids) => findReversals(db, ids), {
    maxBatchSize,
  });
  const approval = new DataLoader<string, ApprovalWithCurrency | undefined>(
    (ids) => findApprovalsById(db, ids),
    { maxBatchSize },
  );
  const pendingApproval = new DataLoader<string, ApprovalWithCurrency | undefined>(
    (ids) => findPendingApprovals(db, ids),
    { maxBatchSize },
  );
  const payments = new OwnedListLoader(db, paymentList);
  const history = new OwnedListLoader(db, historyList);
  const mails = new OwnedListLoader(db, invoiceMailList);
  const mail = new DataLoader<string, InvoiceMail | undefined>((ids) => findMailsById(db, ids), {
    maxBatchSize,
  });
  const reminders = new DataLoader<string, ReminderState>((ids) => loadReminders(db, ids), { maxBatchSize });
  const sellerDetails = new DataLoader<number, SellerDetails | undefined>((ids) => findSellers(db, ids), {
    maxBatchSize,
  });
  const stockTasks = new DataLoader<string, StockTaskRow[]>(
    async (ids) => {
      const byInvoice = Map.groupBy(await findStockTasks(db, ids), ({ invoiceId }) => invoiceId);
      return ids.map((id) => byInvoice.get(id) ?? []);
    },
    { maxBatchSize },
  );
  const lifecycle = new DataLoader<string, Lifecycle | undefined>((ids) => findLifecycles(db, ids), {
    maxBatchSize,
  });
  const portalLink = new DataLoader<string, PortalLinkRow | undefined>(
    (ids) => findPortalLinksById(db, ids),
    { maxBatchSize },
  );
  const portalLinks = new DataLoader<string, PortalLinkRow[]>((ids) => findPortalLinks(db, ids), {
    maxBatchSize,
  });
  const latestMailOfLink = new DataLoader<string, InvoiceMail | undefined>(
    (ids) => findLatestMails(db, ids),
    { maxBatchSize },
  );
  const byArguments = new Map<string, DataLoader<string, InvoiceConnectionModel>>();

  return {
    invoice,
    invoiceByNumber,
    lines,
    invoicedQuantity,
    sellerDetails,
    creditedPart,
    isCredited,
    ageing,
    payment,
    reversal,
    approval,
    pendingApproval,
    payments,
    history,
    mails,
    mail,
    reminders,
    stockTasks,
    lifecycle,
    portalLink,
    portalLinks,
    latestMailOfLink,
    async invoicesOf(owner, ownerId, args) {
      const key = JSON.stringify([owner, args]);
      const known = byArguments.get(key);
      const loader = known ?? createInvoicesOfLoader(db, parseInvoicesOf(owner, args, today));
      if (known === undefined) byArguments.set(key, loader);
      return loader.load(ownerId);
    },
    forget(invoiceId) {
      invoice.clear(invoiceId);
      invoiceByNumber.clearAll();
      lines.clear(invoiceId);
      invoicedQuantity.clearAll();
      creditedPart.clearAll();
      isCredited.clear(invoiceId);
      ageing.clearAll();
      payment.clearAll();
      reversal.clearAll();
      approval.clearAll();
      pendingApproval.clearAll();
      payments.clear();
      history.clear();
      mails.clear();
      mail.clearAll();
      reminders.clear(invoiceId);
      stockTasks.clear(invoiceId);
      lifecycle.clear(invoiceId);
      portalLink.clearAll();
      portalLinks.clear(invoiceId);
      latestMailOfLink.clearAll();
      byArguments.clear();
    },
  };
}

function createInvoicesOfLoader(
  db: Reader,
  query: InvoicesOfQuery,
): DataLoader<string, InvoiceConnectionModel> {
  const totals = new DataLoader<string, ListTotals>((ids) => loadTotalsOf(db, ids, query), { maxBatchSize });
  return new DataLoader<string, InvoiceConnectionModel>(
    (ids) => listInvoicesOf(db, ids, query, (id) => totals.load(id)),
    { maxBatchSize },
  );
}

/** The invoice with this id from a client; null if there is none. */
export async function loadInvoice(loaders: Loaders, id: string): Promise<InvoiceRow | null> {
  const parsed = parseId(id);
  return (parsed !== undefined && (await loaders.invoice.load(parsed))) || null;
}
