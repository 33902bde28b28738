import { answerOnce } from '#kernel/answer-once.ts';
import { type Checked, InputProblems } from '#kernel/input-problems.ts';
import { eq, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import { findIssueDateProblem, type IssueDateLimits, toIssueDateLimits } from '#schema/calendar/seller.ts';
import { readOptionalScalar, type ScalarInput } from '#schema/scalar-input.ts';
import { findDueDateProblem } from '../domain/due-date.ts';
import { formatInvoiceNumber } from '../domain/number.ts';
import { type InvoicedCustomer, type InvoicedProduct, parseId } from '../domain/reference.ts';
import { findTaxPartyProblems } from '../domain/tax-parties.ts';
import type { IssueInvoiceInput } from '../generated/types.ts';
import type { InvoiceLineRow } from '../line-tables.ts';
import { queueIssueMail } from '../mail/queue-occasions.ts';
import { announceInvoice } from '../outbox/announce-invoice.ts';
import { IssueReservation } from '../stock/issue-reservation.ts';
import { findLines } from '../store/find-invoices.ts';
import { takeNumber } from '../store/take-number.ts';
import { writeHistory } from '../store/write-history.ts';
import { invoices } from '../tables.ts';
import type { Billing } from './billing.ts';
import { findForAction, type Intent, lockForAction } from './find-for-action.ts';
import { readReferences } from './read-references.ts';

/** The state of the draft and the answers of the other contexts at the time of issue. */
interface Snapshot {
  /** Null for today. */
  readonly issueDate: string | null;
  readonly customer: InvoicedCustomer;
  readonly sellerId: number | null;
  /** The stock keeping units that changed since the draft was written, by the id of the line. */
  readonly changedSkus: ReadonlyMap<string, string>;
  /** True if all lines take from a stock, which only goods do. */
  readonly isOfStock: boolean;
}

/** Issues a draft: reserves its stock, then gives it the next number and freezes it, in one transaction. */
export async function issueInvoice(
  billing: Billing,
  caller: SignedInCaller,
  input: IssueInvoiceInput,
): Promise<Checked<string>> {
  const call = { operation: 'issueInvoice', principal: caller.principal, key: input.idempotencyKey, input };
  const intent: Intent = { action: 'ISSUE', id: input.id, expectedVersion: input.expectedVersion };
  const reservation = new IssueReservation(billing, caller.principal.subject);
  let isIssued = false;
  try {
    const answer = await answerOnce(billing.db, call, {
      id: parseId(input.id),
      prepare: () => prepare(billing, caller, intent, { givenDate: input.issueDate, reservation }),
      write: (tx, snapshot) => freeze(tx, billing, caller, intent, { ...snapshot, reservation }),
    });
    isIssued = answer.value !== undefined;
    return answer;
  } finally {
    await reservation.close(isIssued);
  }
}

async function prepare(
  billing: Billing,
  caller: SignedInCaller,
  intent: Intent,
  { givenDate, reservation }: { givenDate: ScalarInput | null | undefined; reservation: IssueReservation },
): Promise<Checked<Snapshot>> {
  const problems = new InputProblems();
  const limits = toIssueDateLimits(billing.seller, billing.clock());
  const issueDate = readOptionalScalar(givenDate ?? null, problems.at('issueDate'));
  const invoice = await findForAction(billing.db, intent, problems);
  if (issueDate !== undefined) checkDates(issueDate ?? limits.today, limits, invoice, problems);
  if (invoice === undefined) return { problems: problems.errors };
  const [lines = []] = await findLines(billing.db, [invoice.id]);
  const productIds = [...new Set(lines.flatMap(({ productId }) => productId ?? []))];
  const references = await readReferences(
    billing,
    { customerId: invoice.customerId, productIds },
    caller,
    problems,
  );
  if (references === undefined) return { problems: problems.errors };
  const { customer, products } = references;
  checkCustomer(customer, problems.at('id'));
  for (const line of lines) checkProduct(line, products, problems.at('id'));
  const parties = customer && { customer, seller: billing.sellerDetails };
  for (const message of parties === undefined ? [] : findTaxPartyProblems({ ...invoice, lines }, parties))
    problems.at('id').add('WRONG_STATE', message);
  const sellerId = problems.isEmpty ? await billing.sellerRecords.record() : undefined;
  // The last step, so that stock is only taken for an invoice that nothing else stands in the way of.
  if (problems.isEmpty) await reservation.reserve({ invoiceId: invoice.id, lines, products }, problems);
  if (!problems.isEmpty || !customer || issueDate === undefined || sellerId === undefined)
    return { problems: problems.errors };
  const isOfStock = lines.every(({ productId }) => products.get(productId ?? '')?.isStockTracked === true);
  const changedSkus = findChangedSkus(lines, products);
  return { value: { issueDate, customer, sellerId, changedSkus, isOfStock } };
}

/** Notes a problem of the issue date: a day that invoices may not have, or one after the due date. */
function checkDates(
  issueDate: string,
  limits: IssueDateLimits,
  invoice: { readonly dueDate: string | null } | undefined,
  problems: InputProblems,
): void {
  const message =
    findIssueDateProblem(issueDate, limits) ?? findDueDateProblem(issueDate, invoice?.dueDate ?? null);
  if (message !== undefined) problems.at('issueDate').add('OUT_OF_RANGE', message);
}

function checkCustomer(customer: InvoicedCustomer | undefined, problems: InputProblems): void {
  if (customer === undefined)
    problems.add('NOT_FOUND', 'The customer of this draft does not exist any more.');
  else if (customer.status !== 'ACTIVE')
    problems.add('WRONG_STATE', 'The customer of this draft is archived; restore it or take another one.');
}

function checkProduct(
  { productId, position, sku }: InvoiceLineRow,
  products: ReadonlyMap<string, InvoicedProduct>,
  problems: InputProblems,
): void {
  if (productId === null) return;
  const product = products.get(productId);
  if (product === undefined)
    problems.add('NOT_FOUND', `The product ${sku} of line ${position} does not exist any more.`);
  else if (product.status !== 'ACTIVE')
    problems.add('WRONG_STATE', `The product ${product.sku} of line ${position} is archived.`);
}

function findChangedSkus(
  lines: readonly InvoiceLineRow[],
  products: ReadonlyMap<string, InvoicedProduct>,
): Map<string, string> {
  const changed = lines.flatMap(({ id, productId, sku }): [string, string][] => {
    const current = productId === null ? undefined : products.get(productId)?.sku;
    return current === undefined || current === sku ? [] : [[id, current]];
  });
  return new Map(changed);
}

/**
 * Writes all changes of issuing. The number is taken late, as no other invoice can be issued from then to the commit.
 */
async function freeze(
  tx: Transaction,
  billing: Billing,
  { principal }: SignedInCaller,
  intent: Intent,
  {
    issueDate: wishedDate,
    customer,
    sellerId,
    changedSkus,
    isOfStock,
    reservation,
  }: Snapshot & { readonly reservation: IssueReservation },
): Promise<Checked<string>> {
  const { clock, seller, sellerLanguage, numberFormats } = billing;
  const problems = new InputProblems();
  const invoice = await lockForAction(tx, intent, problems);
  if (invoice === undefined) return { problems: problems.errors };
  const now = clock();
  const limits = toIssueDateLimits(seller, now);
  const issueDate = wishedDate ?? limits.today;
  // The day may have changed since the draft was checked.
  checkDates(issueDate, limits, invoice, problems);
  if (!(await reservation.hold(tx)))
    problems.add('UNAVAILABLE', 'Issuing took too long; nothing was changed, try again.');
  if (!problems.isEmpty) return { problems: problems.errors };
  const { number, newestIssueDate } = await takeNumber(tx, 'INVOICE', issueDate, numberFormats.INVOICE);
  if (number === undefined) {
    const message = `The newest invoice of ${issueDate.slice(0, 4)} is of ${newestIssueDate}; take that day or a later one.`;
    problems.at('issueDate').add('OUT_OF_RANGE', message);
    return { problems: problems.errors };
  }
  if (changedSkus.size > 0) await writeSkus(tx, changedSkus);
  const issued = {
    number: formatInvoiceNumber(number, numberFormats.INVOICE),
    customerName: customer.displayName,
    issuedAt: now,
  };
  const customerLanguage = customer.language ?? sellerLanguage;
  await tx
    .update(invoices)
    .set({
      // Of a total of zero nothing is left to pay.
      ...(invoice.totalMinor === 0n ? { status: 'PAID', settledAt: now } : { status: 'ISSUED' }),
      ...number,
      ...issued,
      customerAddressLines: [...customer.addressLines],
      customerCountryCode: customer.countryCode,
      customerTaxNumber: customer.taxNumber,
      customerIdentity: customer.identity,
      customerLanguage,
      operationKind: invoice.operationKind ?? (isOfStock ? 'GOODS' : null),
      sellerId,
      issueDate,
      version: invoice.version + 1,
      updatedAt: now,
    })
    .where(eq(invoices.id, invoice.id));
  await writeHistory(tx, {
    invoiceId: invoice.id,
    kind: 'ISSUED',
    occurredAt: now,
    actor: principal.subject,
  });
  await reservation.confirm(tx, invoice.id, now);
  await announceInvoice(tx, { ...invoice, ...issued, issueDate });
  await queueIssueMail(tx, billing, principal, { ...invoice, sellerId, customerLanguage });
  return { value: invoice.id };
}

async function writeSkus(tx: Transaction, skus: ReadonlyMap<string, string>): Promise<void> {
  await tx.execute(sql`
    update billing.invoice_lines as line set sku = fresh.value
    from jsonb_each_text(${JSON.stringify(Object.fromEntries(skus))}::jsonb) as fresh
    where line.id = fresh.key::uuid`);
}
