import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { CustomersDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';

const route = getRouteApi('/customers');
const pageSize = 25;

/** The list of customers. */
export function CustomersPage() {
  const { customers: messages } = useMessages();
  const { search, status } = route.useSearch();
  const view = useData(CustomersDocument, {
    variables: { first: pageSize, filter: { search: search ?? null, status: status ? [status] : null } },
    types: ['Customer'],
  });
  return (
    <PageLayout title={messages.title}>
      <StateView view={view} select={({ customers }) => customers}>
        {({ edges }) => (
          <ul>
            {edges.map(({ node }) => (
              <li key={node.id}>{node.displayName}</li>
            ))}
          </ul>
        )}
      </StateView>
    </PageLayout>
  );
}
