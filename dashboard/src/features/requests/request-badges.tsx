import type { RequestRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { InstantText } from '../../ui/date-text.tsx';

/** The urgency of a request. */
export function UrgencyBadge({ urgency }: Pick<RequestRowFragment, 'urgency'>) {
  const { requests: messages } = useMessages();
  const tone = urgency === 'URGENT' ? 'danger' : urgency === 'HIGH' ? 'warning' : 'neutral';
  return <Badge tone={tone}>{messages.urgencies[urgency]}</Badge>;
}

/** The status of a request. */
export function RequestStatusBadge({ status, isOverdue }: Pick<RequestRowFragment, 'status' | 'isOverdue'>) {
  const { requests: messages } = useMessages();
  if (isOverdue) return <Badge tone="danger">{messages.overdue}</Badge>;
  return <Badge tone={status === 'DONE' ? 'success' : 'neutral'}>{messages.statuses[status]}</Badge>;
}

/** The deadline of a request, if it has one. */
export function DeadlineText({ deadline }: Pick<RequestRowFragment, 'deadline'>) {
  return deadline === null ? null : <InstantText instant={deadline} />;
}
