import { Link } from '@tanstack/react-router';
import type { RequestOrderField, RequestRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { ActorText } from '../actors/actor-text.tsx';
import { DeadlineText, RequestStatusBadge, UrgencyBadge } from './request-badges.tsx';

const byUrgency: RequestOrderField = 'URGENCY';
const byDeadline: RequestOrderField = 'DEADLINE';

/** The columns of requests; the list of all of them names the customer besides. */
export function useRequestColumns({
  isWhole,
}: {
  readonly isWhole: boolean;
}): readonly Column<RequestRowFragment>[] {
  const { requests: messages } = useMessages();
  const { fields } = messages;
  const about: readonly Column<RequestRowFragment>[] = [
    {
      key: 'customer',
      header: fields.customerId,
      cell: ({ customer }) =>
        customer && (
          <Link to="/customers/$id" params={{ id: customer.id }}>
            {customer.displayName}
          </Link>
        ),
    },
    { key: 'invoice', header: fields.invoiceId, cell: ({ invoiceNumber }) => invoiceNumber },
  ];
  return [
    {
      key: 'title',
      header: fields.title,
      cell: ({ id, title }) => (
        <Link to="/requests/$id" params={{ id }}>
          {title}
        </Link>
      ),
    },
    { key: 'reference', header: fields.reference, cell: ({ reference }) => reference },
    { key: 'kind', header: fields.kind, cell: ({ kind }) => messages.kinds[kind] },
    {
      key: 'urgency',
      header: fields.urgency,
      ...(isWhole && { sortField: byUrgency }),
      cell: ({ urgency }) => <UrgencyBadge urgency={urgency} />,
    },
    {
      key: 'deadline',
      header: fields.deadline,
      ...(isWhole && { sortField: byDeadline }),
      cell: ({ deadline }) => <DeadlineText deadline={deadline} />,
    },
    ...(isWhole ? about : []),
    {
      key: 'assignee',
      header: fields.assigneeId,
      cell: ({ assignee }) => assignee && <ActorText actor={assignee} />,
    },
    { key: 'status', header: fields.status, cell: (row) => <RequestStatusBadge {...row} /> },
  ];
}
