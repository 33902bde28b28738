import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { LaunchesDocument, type LaunchRowFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { AuthorText } from './author-text.tsx';
import { LaunchBadge, LaunchCauseText } from './launch-state.tsx';
import { toGraphRef, type VariantAddress, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/launches');
const pageSize = 25;

/** The launches of a variant, the newest first. */
export function LaunchesPage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const address = route.useParams();
  const columns = useColumns(address);
  const view = useData(LaunchesDocument, {
    variables: { ...address, ...toPageArguments(route.useSearch(), pageSize) },
    types: ['Launch'],
  });
  return (
    <VariantLayout address={address} title={messages.partOf(messages.parts.launches, toGraphRef(address))}>
      <StateView view={view} select={({ graphVariant }) => graphVariant?.launches}>
        {({ edges, pageInfo, totalCount }) =>
          isPlaceEmpty({ edges, pageInfo }) ? (
            <EmptyPlace />
          ) : edges.length === 0 ? (
            <p>{messages.noLaunches}</p>
          ) : (
            <>
              <DataTable
                label={messages.parts.launches}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.launchCount(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          )
        }
      </StateView>
    </VariantLayout>
  );
}

function useColumns(address: VariantAddress): readonly Column<LaunchRowFragment>[] {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  return [
    {
      key: 'number',
      header: messages.launch,
      cell: ({ number }) => (
        <Link to="/graph/$graph/$variant/launches/$number" params={{ ...address, number: String(number) }}>
          {messages.launchNumber(formatFigure(number, locale))}
        </Link>
      ),
    },
    { key: 'state', header: messages.state, cell: (launch) => <LaunchBadge launch={launch} /> },
    { key: 'cause', header: messages.cause, cell: (launch) => <LaunchCauseText launch={launch} /> },
    {
      key: 'at',
      header: messages.at,
      cell: ({ createdAt }) => <InstantText instant={createdAt} />,
    },
    { key: 'by', header: messages.by, cell: ({ author }) => <AuthorText author={author} /> },
  ];
}
