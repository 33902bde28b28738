import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { InvoiceApprovalsDocument, type InvoiceApprovalsQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { toOneOf } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { ActorText } from '../actors/actor-text.tsx';
import { SavedViews } from '../views/saved-views.tsx';
import { ApprovalButtons } from './approval-banner.tsx';
import { approvalStatuses } from './approval-search.ts';

const route = getRouteApi('/approvals');
const pageSize = 25;

type ListedApproval = NonNullable<InvoiceApprovalsQuery['approvals']>['edges'][number]['node'];

/** The requests that wait for a second person, and those that were decided. */
export function ApprovalsPage() {
  const { invoices: messages } = useMessages();
  const { approvals: texts } = messages;
  const locale = useLocale();
  const notify = useNotice();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const status = search.status ?? 'PENDING';
  const view = useData(InvoiceApprovalsDocument, {
    variables: {
      ...toPageArguments(search, pageSize),
      filter: status === 'ALL' ? null : { status: [status] },
    },
    types: ['Approval'],
  });
  const columns: readonly Column<ListedApproval>[] = [
    {
      key: 'invoice',
      header: texts.columns.invoice,
      cell: ({ invoice }) => (
        <Link to="/invoices/$id" params={{ id: invoice.id }}>
          {invoice.number ?? messages.draft}
        </Link>
      ),
    },
    { key: 'action', header: texts.columns.action, cell: ({ action }) => texts.actions[action] },
    { key: 'reason', header: texts.columns.reason, cell: ({ reason }) => reason },
    {
      key: 'by',
      header: texts.columns.requestedBy,
      cell: ({ requester }) => <ActorText actor={requester} />,
    },
    {
      key: 'at',
      header: texts.columns.requestedAt,
      cell: ({ requestedAt }) => <InstantText instant={requestedAt} />,
    },
    {
      key: 'amount',
      header: texts.columns.amount,
      align: 'end',
      cell: ({ amount }) => <MoneyText money={amount} />,
    },
    {
      key: 'decision',
      header: texts.columns.decision,
      cell: (approval) =>
        approval.status === 'PENDING' ? (
          <ApprovalButtons
            approval={approval}
            onDone={(text) => {
              notify(text);
              view.retry();
            }}
            onOutdated={view.retry}
          />
        ) : (
          <>
            <Badge tone={approval.status === 'APPROVED' ? 'success' : 'neutral'}>
              {texts.statuses[approval.status]}
            </Badge>{' '}
            {approval.rejectionReason} {approval.decider && <ActorText actor={approval.decider} />}
          </>
        ),
    },
  ];
  return (
    <PageLayout title={texts.title}>
      <FilterBar isFiltered={false} onClear={() => {}}>
        <FilterSelect
          label={texts.status}
          value={status === 'ALL' ? '' : status}
          options={approvalStatuses.map((value) => ({ value, label: texts.statuses[value] }))}
          onChoose={(value) =>
            void navigate({
              search: { status: toOneOf(approvalStatuses, value) ?? 'ALL' },
              replace: true,
            })
          }
        />
        <SavedViews list="APPROVALS" path="/approvals" />
      </FilterBar>
      <StateView view={view} select={({ approvals }) => approvals}>
        {({ edges, pageInfo, totalCount }) =>
          isPlaceEmpty({ edges, pageInfo }) ? (
            <EmptyPlace />
          ) : edges.length === 0 ? (
            <EmptyState title={texts.emptyTitle}>
              <p>{texts.emptyText}</p>
            </EmptyState>
          ) : (
            <>
              <DataTable
                label={texts.title}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
              />
              <Pager pageInfo={pageInfo} count={texts.count(totalCount, formatFigure(totalCount, locale))} />
            </>
          )
        }
      </StateView>
    </PageLayout>
  );
}
