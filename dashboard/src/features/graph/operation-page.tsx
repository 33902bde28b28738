import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { ClientOperationDocument, type ClientOperationQuery } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { CountText } from '../../ui/count-text.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { ClientsText } from './clients-text.tsx';
import styles from './graph.module.css';
import { readOperationSearch, toPeriodDays } from './graph-search.ts';
import { LatencyText } from './latency-text.tsx';
import { PeriodFilter } from './period-filter.tsx';
import { ReadOnlyText } from './read-only-text.tsx';
import { toGraphRef, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/operations/$hash');

type Operation = NonNullable<NonNullable<ClientOperationQuery['graphVariant']>['operation']>;

/** An operation that clients sent: its text without values, its requests and who sent them. */
export function OperationPage() {
  const { graph: messages } = useMessages();
  const { hash, ...address } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const view = useData(ClientOperationDocument, {
    variables: { ...address, hash, days: toPeriodDays(search.days) },
  });
  const name = view.data?.graphVariant?.operation?.name;
  return (
    <VariantLayout address={address} title={messages.partOf(name ?? messages.operation, toGraphRef(address))}>
      <FilterBar isFiltered={false} onClear={() => void navigate({ search: {} })}>
        <PeriodFilter
          period={search.days}
          onChoose={(days) =>
            void navigate({
              search: readOperationSearch({ days }),
              replace: true,
            })
          }
        />
      </FilterBar>
      <StateView view={view} select={({ graphVariant }) => graphVariant?.operation}>
        {(operation) => (
          <>
            <OperationFacts operation={operation} />
            <ReadOnlyText label={messages.operationText} text={operation.text} />
          </>
        )}
      </StateView>
    </VariantLayout>
  );
}

function OperationFacts({ operation }: { readonly operation: Operation }) {
  const { graph: messages } = useMessages();
  const headers = messages.operationColumns;
  const { hash, requests, errors, latency, lastSeenAt, clients } = operation;
  return (
    <DescriptionList
      items={[
        { term: headers.requests, value: <CountText count={requests} /> },
        { term: headers.errors, value: <CountText count={errors} /> },
        { term: headers.p50, value: latency && <LatencyText ms={latency.p50Ms} /> },
        { term: headers.p95, value: latency && <LatencyText ms={latency.p95Ms} /> },
        { term: headers.p99, value: latency && <LatencyText ms={latency.p99Ms} /> },
        { term: headers.lastSeen, value: <InstantText instant={lastSeenAt} /> },
        { term: headers.clients, value: <ClientsText clients={clients} isWhole /> },
        { term: messages.hash, value: <span className={styles['name']}>{hash}</span> },
      ]}
    />
  );
}
