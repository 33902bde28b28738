import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { type ApiClientRowFragment, ApiClientsDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { EmptyState, NoMatch } from '../../ui/empty-state.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import styles from './api-clients.module.css';
import { type ApiClientsSearch, filterApiClients, readApiClientsSearch } from './api-clients-search.ts';
import { ClientBadge, ClientRoles, ClientScopes } from './client-cells.tsx';
import { ClientFilters, useClientFilterTexts } from './client-filters.tsx';
import { NewClientDialog } from './new-client-dialog.tsx';

const route = getRouteApi('/api-clients');
const noVariables = {};
const clientTypes = ['ApiClient'];

/** The programs that call the API without a person, as the address says. */
export function ApiClientsPage() {
  const { clients: messages } = useMessages();
  const locale = useLocale();
  // The router keeps what the reader leaves out.
  const search = readApiClientsSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const columns = useColumns();
  const filterTexts = useClientFilterTexts(search);
  const [isMaking, setMaking] = useState(false);
  const view = useData(ApiClientsDocument, { variables: noVariables, types: clientTypes });
  const find = (wanted: ApiClientsSearch) => void navigate({ search: wanted, replace: true });
  const toCount = (count: number) => messages.count(count, formatFigure(count, locale));

  return (
    <PageLayout
      title={messages.title}
      actions={
        <Button kind="primary" onClick={() => setMaking(true)}>
          {messages.create}
        </Button>
      }
    >
      <ClientFilters search={search} onChange={find} />
      <StateView view={view} select={({ apiClients }) => apiClients}>
        {(all) => {
          const shown = filterApiClients(all, search);
          if (all.length === 0)
            return (
              <EmptyState title={messages.emptyTitle}>
                <p>{messages.emptyText}</p>
              </EmptyState>
            );
          if (shown.length === 0) return <NoMatch filters={filterTexts} onClear={() => find({})} />;
          return (
            <>
              <DataTable label={messages.title} columns={columns} rows={shown} toKey={({ id }) => id} />
              <p className={styles['count']} role="status">
                {shown.length === all.length
                  ? toCount(all.length)
                  : messages.countOf(formatFigure(shown.length, locale), toCount(all.length))}
              </p>
            </>
          );
        }}
      </StateView>
      {isMaking && <NewClientDialog onClose={() => setMaking(false)} onUnknown={view.retry} />}
    </PageLayout>
  );
}

function useColumns(): readonly Column<ApiClientRowFragment>[] {
  const { clients: messages } = useMessages();
  return [
    {
      key: 'clientId',
      header: messages.clientId,
      cell: ({ id, clientId }) => (
        <Link to="/api-clients/$id" params={{ id }}>
          {clientId}
        </Link>
      ),
    },
    { key: 'name', header: messages.name, cell: ({ name }) => name },
    {
      key: 'status',
      header: messages.status,
      cell: ({ isEnabled }) => <ClientBadge isEnabled={isEnabled} />,
    },
    { key: 'roles', header: messages.roles, cell: ({ roles }) => <ClientRoles roles={roles} /> },
    { key: 'scopes', header: messages.scopes, cell: ({ scopes }) => <ClientScopes scopes={scopes} /> },
    {
      key: 'plan',
      header: messages.plan,
      cell: ({ plan }) => (plan === null ? messages.defaultPlan : messages.plans[plan]),
    },
    {
      key: 'createdAt',
      header: messages.createdAt,
      cell: ({ createdAt }) => createdAt && <InstantText instant={createdAt} />,
    },
    {
      key: 'secretCreatedAt',
      header: messages.secretCreatedAt,
      cell: ({ secretCreatedAt }) => secretCreatedAt && <InstantText instant={secretCreatedAt} />,
    },
  ];
}
