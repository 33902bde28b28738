import type { DerivedInvoiceStatus, InvoiceKind } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge, type BadgeProps } from '../../ui/badge.tsx';
import styles from './invoices.module.css';

const tones: Readonly<Record<DerivedInvoiceStatus, NonNullable<BadgeProps['tone']>>> = {
  DRAFT: 'neutral',
  OPEN: 'neutral',
  PARTIALLY_PAID: 'warning',
  OVERDUE: 'danger',
  PAID: 'success',
  VOID: 'neutral',
};

/** The status of a document, after its kind where that is not an invoice: a credit note is always told in a word. */
export function InvoiceStatusBadge({
  status,
  kind,
}: {
  readonly status: DerivedInvoiceStatus;
  readonly kind: InvoiceKind;
}) {
  const { invoices: messages } = useMessages();
  return (
    <span className={styles['badges']}>
      {kind === 'CREDIT_NOTE' && <Badge tone="warning">{messages.kinds.CREDIT_NOTE}</Badge>}
      <Badge tone={tones[status]}>{messages.statuses[status]}</Badge>
    </span>
  );
}
