import type { NoticeItemFragment } from '../../generated/graphql.ts';
import type { Messages } from '../../messages/en.ts';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { formatDay, formatInstant } from '../../ui/date-text.tsx';
import { formatMoney } from '../../ui/money-text.tsx';

/** The text of a notice beside the name of its object. */
export function toNoticeText(
  { kind, amount, approval, dueDate, deadline, stock, import: ended, rights }: NoticeItemFragment,
  { notices: messages }: Messages,
  locale: string,
): string {
  const money = amount ? formatMoney(amount, locale) : '';
  const number = getNumberFormat(locale);
  switch (kind) {
    case 'APPROVAL_REQUESTED':
      return messages.approvalRequested(toAction(approval?.action, messages), money);
    case 'APPROVAL_DECIDED':
      return approval?.decision === 'APPROVED'
        ? messages.approved(toAction(approval.action, messages), money)
        : messages.rejected(toAction(approval?.action, messages), money);
    case 'INVOICE_OVERDUE':
      return messages.overdue(dueDate ? formatDay(dueDate, locale) : '', money);
    case 'STOCK_LOW':
      return messages.stockLow(toNumber(stock?.stock, number), toNumber(stock?.lowAt, number));
    case 'IMPORT_ENDED': {
      const { status = '', loadedRows = 0, rejectedRows = 0 } = ended ?? {};
      const words: Readonly<Record<string, string>> = messages.importStatuses;
      const counts = messages.importCounts(number.format(loadedRows), number.format(rejectedRows));
      return `${words[status] ?? status} ${counts}`;
    }
    case 'REQUEST_DUE_SOON':
      return messages.dueSoon(deadline ? formatInstant(deadline, locale) : '');
    case 'REQUEST_OVERDUE':
      return messages.overdueSince(deadline ? formatInstant(deadline, locale) : '');
    case 'REQUEST_ASSIGNED':
      return messages.assigned;
    case 'DISPUTE_OPENED':
      return messages.disputeOpened;
    case 'DISPUTE_CLOSED':
      return messages.disputeClosed;
    case 'RIGHTS_CHANGED':
      return [
        ...(rights?.added.length ? [messages.rightsAdded(rights.added.join(', '))] : []),
        ...(rights?.removed.length ? [messages.rightsRemoved(rights.removed.join(', '))] : []),
      ].join(' ');
  }
}

/** The path of the page of what a notice is about, if there is one. */
export function toNoticePath({
  request,
  invoice,
  product,
  importJob,
}: NoticeItemFragment): string | undefined {
  if (request) return `/requests/${request.id}`;
  if (invoice) return `/invoices/${invoice.id}`;
  if (product) return `/products/${product.id}`;
  if (importJob) return `/imports/${importJob.id}`;
  return undefined;
}

function toAction(action: string | undefined, messages: Messages['notices']): string {
  const words: Readonly<Record<string, string>> = messages.actions;
  return words[action ?? ''] ?? action ?? '';
}

/** A decimal text is formatted as it is, without a double in between. */
function toNumber(text: string | undefined, number: Intl.NumberFormat): string {
  return text === undefined ? '' : number.format(text as Intl.StringNumericLiteral);
}
