import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { GraphsDocument, type GraphsQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { RegistryLayout } from './registry-layout.tsx';
import { toGraphRef } from './variant-layout.tsx';

const route = getRouteApi('/graph');
const pageSize = 10;

type Graph = NonNullable<GraphsQuery['graphs']>['edges'][number]['node'];
type Variant = Graph['variants']['edges'][number]['node'];

/** The graphs of the schema registry with their variants. */
export function GraphsPage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const view = useData(GraphsDocument, {
    variables: toPageArguments(route.useSearch(), pageSize),
    types: ['Graph', 'GraphVariant', 'Launch'],
  });
  const format = (count: number) => formatFigure(count, locale);
  return (
    <RegistryLayout title={messages.title}>
      <StateView view={view} select={({ graphs }) => graphs} skeletonRows={3}>
        {({ edges, pageInfo, totalCount }) =>
          isPlaceEmpty({ edges, pageInfo }) ? (
            <EmptyPlace />
          ) : edges.length === 0 ? (
            <EmptyState title={messages.noGraphsTitle}>
              <p>{messages.noGraphsText}</p>
            </EmptyState>
          ) : (
            <>
              {edges.map(({ node }) => (
                <GraphVariants key={node.id} graph={node} />
              ))}
              <Pager pageInfo={pageInfo} count={messages.graphCount(totalCount, format(totalCount))} />
            </>
          )
        }
      </StateView>
    </RegistryLayout>
  );
}

function GraphVariants({ graph: { id, variants } }: { readonly graph: Graph }) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const left = variants.totalCount - variants.edges.length;
  return (
    <section>
      <h2>{id}</h2>
      <DataTable
        label={id}
        columns={useColumns()}
        rows={variants.edges.map(({ node }) => node)}
        toKey={(variant) => variant.id}
      />
      {left > 0 && <p>{messages.moreVariants(formatFigure(left, locale))}</p>}
    </section>
  );
}

function useColumns(): readonly Column<Variant>[] {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const toTitle = (number: number) => messages.launchNumber(formatFigure(number, locale));
  return [
    {
      key: 'variant',
      header: messages.variant,
      cell: ({ graph, name }) => (
        <Link to="/graph/$graph/$variant/subgraphs" params={{ graph, variant: name }}>
          {toGraphRef({ graph, variant: name })}
        </Link>
      ),
    },
    {
      key: 'runs',
      header: messages.currentLaunch,
      cell: ({ currentLaunch }) =>
        currentLaunch === null ? messages.nothingRuns : toTitle(currentLaunch.number),
    },
    {
      key: 'since',
      header: messages.since,
      cell: ({ currentLaunch }) => currentLaunch && <InstantText instant={currentLaunch.createdAt} />,
    },
    {
      key: 'newest',
      header: messages.newestLaunch,
      cell: ({ newestLaunch }) =>
        newestLaunch && (
          <>
            {toTitle(newestLaunch.number)}{' '}
            {!newestLaunch.isComposed && <Badge tone="danger">{messages.launchStates.failed}</Badge>}
          </>
        ),
    },
  ];
}
