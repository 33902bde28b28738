import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { type ApprovalRowFragment, ApprovalsDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { AuthorText } from './author-text.tsx';
import styles from './graph.module.css';
import { toGraphRef, type VariantAddress, VariantLayout } from './variant-layout.tsx';
import { WithdrawButton } from './withdraw-button.tsx';

const route = getRouteApi('/graph/$graph/$variant/approvals');
const pageSize = 25;

/** The changes that checks of a variant let pass now, the newest approval first. */
export function SchemaApprovalsPage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const address = route.useParams();
  const view = useData(ApprovalsDocument, {
    variables: { ...address, ...toPageArguments(route.useSearch(), pageSize) },
    types: ['SchemaChangeApproval'],
  });
  const columns = useColumns(address, view.retry);
  return (
    <VariantLayout address={address} title={messages.partOf(messages.parts.approvals, toGraphRef(address))}>
      <StateView view={view} select={({ graphVariant }) => graphVariant?.approvals}>
        {({ edges, pageInfo, totalCount }) =>
          isPlaceEmpty({ edges, pageInfo }) ? (
            <EmptyPlace />
          ) : edges.length === 0 ? (
            <p>{messages.noApprovals}</p>
          ) : (
            <>
              <DataTable
                label={messages.parts.approvals}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={({ changeId, branch }) => `${changeId} ${branch}`}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.approvalCount(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          )
        }
      </StateView>
    </VariantLayout>
  );
}

function useColumns(
  address: VariantAddress,
  onWithdrawn: () => void,
): readonly Column<ApprovalRowFragment>[] {
  const { graph: messages } = useMessages();
  return [
    {
      key: 'change',
      header: messages.changeId,
      cell: ({ changeId }) => <span className={styles['cell']}>{changeId}</span>,
    },
    {
      key: 'branch',
      header: messages.branch,
      cell: ({ branch }) =>
        branch === null ? messages.allBranches : <span className={styles['cell']}>{branch}</span>,
    },
    {
      key: 'reason',
      header: messages.reason,
      cell: ({ reason }) => <span className={styles['wrapping']}>{reason}</span>,
    },
    { key: 'by', header: messages.by, cell: ({ author }) => <AuthorText author={author} /> },
    { key: 'at', header: messages.at, cell: ({ createdAt }) => <InstantText instant={createdAt} /> },
    {
      key: 'expiresAt',
      header: messages.expiresAt,
      cell: ({ expiresAt }) => <InstantText instant={expiresAt} />,
    },
    {
      key: 'withdraw',
      header: messages.keyColumns.action,
      cell: (approval) => <WithdrawButton address={address} approval={approval} onDone={onWithdrawn} />,
    },
  ];
}
