import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { GraphVariantDocument, type GraphVariantQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { AuthorText } from './author-text.tsx';
import { GitText } from './git-text.tsx';
import styles from './graph.module.css';
import { LaunchCauseText } from './launch-state.tsx';
import { SubgraphInstances } from './subgraph-instances.tsx';
import { toGraphRef, type VariantAddress, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/subgraphs');
const pageSize = 25;

type Variant = NonNullable<GraphVariantQuery['graphVariant']>;
type Subgraph = Variant['subgraphs']['edges'][number]['node'];

/** A variant: the launch that runs, its subgraphs, and the processes that serve them. */
export function SubgraphsPage() {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const address = route.useParams();
  const columns = useColumns();
  const view = useData(GraphVariantDocument, {
    variables: { ...address, ...toPageArguments(route.useSearch(), pageSize) },
    types: ['Launch', 'Subgraph'],
  });
  const format = (count: number) => formatFigure(count, locale);
  return (
    <VariantLayout address={address} title={messages.partOf(messages.parts.subgraphs, toGraphRef(address))}>
      <StateView view={view} select={({ graphVariant }) => graphVariant}>
        {(variant) => (
          <>
            <VariantFacts address={address} variant={variant} />
            {isPlaceEmpty(variant.subgraphs) ? (
              <EmptyPlace />
            ) : variant.subgraphs.edges.length === 0 ? (
              <p>{messages.noSubgraphs}</p>
            ) : (
              <>
                <DataTable
                  label={messages.parts.subgraphs}
                  columns={columns}
                  rows={variant.subgraphs.edges.map(({ node }) => node)}
                  toKey={({ id }) => id}
                />
                <Pager
                  pageInfo={variant.subgraphs.pageInfo}
                  count={messages.subgraphCount(
                    variant.subgraphs.totalCount,
                    format(variant.subgraphs.totalCount),
                  )}
                />
              </>
            )}
            <SubgraphInstances address={address} />
            {variant.readme !== null && <Readme text={variant.readme} />}
          </>
        )}
      </StateView>
    </VariantLayout>
  );
}

function VariantFacts({
  address,
  variant: { currentLaunch, newestLaunch },
}: {
  readonly address: VariantAddress;
  readonly variant: Variant;
}) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const format = (number: number) => formatFigure(number, locale);
  const whyNot = newestLaunch && (
    <LaunchLink address={address} number={newestLaunch.number} text={messages.problems} />
  );
  if (currentLaunch === null)
    return (
      <>
        <p>{messages.nothingRuns}</p>
        {whyNot && <p>{whyNot}</p>}
      </>
    );
  const { number } = currentLaunch;
  return (
    <>
      {newestLaunch !== null && !newestLaunch.isComposed && newestLaunch.number > number && (
        <p role="status">
          {messages.newestFailed(format(newestLaunch.number))} {whyNot}
        </p>
      )}
      <DescriptionList
        items={[
          {
            term: messages.currentLaunch,
            value: (
              <LaunchLink address={address} number={number} text={messages.launchNumber(format(number))} />
            ),
          },
          { term: messages.cause, value: <LaunchCauseText launch={currentLaunch} /> },
          { term: messages.since, value: <InstantText instant={currentLaunch.createdAt} /> },
          { term: messages.by, value: <AuthorText author={currentLaunch.author} /> },
        ]}
      />
    </>
  );
}

interface LaunchLinkProps {
  readonly address: VariantAddress;
  readonly number: number;
  readonly text: string;
}

function LaunchLink({ address, number, text }: LaunchLinkProps) {
  return (
    <Link to="/graph/$graph/$variant/launches/$number" params={{ ...address, number: String(number) }}>
      {text}
    </Link>
  );
}

function Readme({ text }: { readonly text: string }) {
  const { graph: messages } = useMessages();
  return (
    <section>
      <h2>{messages.readme}</h2>
      <p className={styles['lines']}>{text}</p>
    </section>
  );
}

function useColumns(): readonly Column<Subgraph>[] {
  const { graph: messages } = useMessages();
  return [
    {
      key: 'name',
      header: messages.subgraph,
      cell: ({ name }) => <span className={styles['cell']}>{name}</span>,
    },
    {
      key: 'url',
      header: messages.routingUrl,
      cell: ({ routingUrl }) =>
        routingUrl === null ? messages.noAddress : <span className={styles['cell']}>{routingUrl}</span>,
    },
    {
      key: 'publishedAt',
      header: messages.publishedAt,
      cell: ({ publishedAt }) => <InstantText instant={publishedAt} />,
    },
    { key: 'by', header: messages.by, cell: ({ author }) => <AuthorText author={author} /> },
    { key: 'git', header: messages.git, cell: ({ git }) => <GitText git={git} /> },
  ];
}
