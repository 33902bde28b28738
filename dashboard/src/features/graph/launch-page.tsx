import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { LaunchDocument, type LaunchQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { StateView } from '../../ui/state-view.tsx';
import { AuthorText } from './author-text.tsx';
import styles from './graph.module.css';
import { LaunchChanges } from './launch-changes.tsx';
import { LaunchBadge, LaunchCauseText } from './launch-state.tsx';
import { LaunchSupergraph } from './launch-supergraph.tsx';
import { ProblemList } from './problem-list.tsx';
import { RollBackButton } from './roll-back-button.tsx';
import { SubgraphChanges } from './subgraph-changes.tsx';
import { toGraphRef, type VariantAddress, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/launches/$number');

type Launch = NonNullable<NonNullable<LaunchQuery['graphVariant']>['launch']>;

/** A launch: what led to it, what it changed, and the way to run it again. */
export function LaunchPage() {
  const { graph: messages } = useMessages();
  const { number: text, ...address } = route.useParams();
  // A number that no launch has, for an address that names none.
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  const view = useData(LaunchDocument, { variables: { ...address, number } });
  const variant = view.data?.graphVariant;
  return (
    <VariantLayout
      address={address}
      title={messages.launchOf(text, toGraphRef(address))}
      actions={
        variant?.launch &&
        variant.currentLaunch && (
          <RollBackButton
            address={address}
            launch={variant.launch}
            currentNumber={variant.currentLaunch.number}
            onRefused={view.retry}
          />
        )
      }
    >
      <StateView view={view} select={({ graphVariant }) => graphVariant?.launch}>
        {(launch) => (
          <>
            <LaunchFacts address={address} launch={launch} />
            {launch.problems.length > 0 && (
              <section>
                <h2>{messages.problems}</h2>
                <ProblemList problems={launch.problems} />
              </section>
            )}
            {launch.isComposed && (
              <LaunchChanges address={address} number={launch.number} isCompared={launch.previous !== null} />
            )}
            <SubgraphChanges changes={launch.subgraphChanges} />
            {launch.hints.length > 0 && (
              <details className={styles['details']}>
                <summary>{messages.hints}</summary>
                <ul className={styles['problems']}>
                  {launch.hints.map((hint) => (
                    <li key={hint}>{hint}</li>
                  ))}
                </ul>
              </details>
            )}
            {launch.isComposed && <LaunchSupergraph address={address} number={launch.number} />}
          </>
        )}
      </StateView>
    </VariantLayout>
  );
}

function LaunchFacts({ address, launch }: { readonly address: VariantAddress; readonly launch: Launch }) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const { previous, supergraphHash } = launch;
  return (
    <DescriptionList
      items={[
        { term: messages.state, value: <LaunchBadge launch={launch} /> },
        { term: messages.cause, value: <LaunchCauseText launch={launch} /> },
        { term: messages.at, value: <InstantText instant={launch.createdAt} /> },
        { term: messages.by, value: <AuthorText author={launch.author} /> },
        {
          term: messages.comparedWith,
          value: previous && (
            <Link
              to="/graph/$graph/$variant/launches/$number"
              params={{ ...address, number: String(previous.number) }}
            >
              {messages.launchNumber(formatFigure(previous.number, locale))}
            </Link>
          ),
        },
        {
          term: messages.hash,
          value: supergraphHash && <span className={styles['name']}>{supergraphHash}</span>,
        },
      ]}
    />
  );
}
