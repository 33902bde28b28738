import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { ApiClientDocument, type ApiClientRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { ClientActions } from './client-actions.tsx';
import { ClientBadge } from './client-cells.tsx';
import { type ClientSecrets, ClientSecretsDialog } from './client-secrets-dialog.tsx';
import { SettingsForm } from './settings-form.tsx';

const route = getRouteApi('/api-clients/$id');

/** An API client with its settings, and the way to replace its key, to disable and to revoke it. */
export function ApiClientPage() {
  const { clients: messages } = useMessages();
  const { id } = route.useParams();
  const navigate = useNavigate();
  const notify = useNotice();
  const view = useData(ApiClientDocument, { variables: { id } });
  // Here, and not beside the button: whatever becomes of the query, a key that was shown once stays until it is put away.
  const [secrets, setSecrets] = useState<ClientSecrets>();
  const isRevoked = useRef(false);
  const client = view.data?.apiClient;

  function leave(clientId: string): void {
    isRevoked.current = true;
    notify(messages.revoked(clientId));
    void navigate({ to: '/api-clients', replace: true });
  }

  return (
    <PageLayout
      title={client?.clientId ?? messages.title}
      actions={
        client && (
          <ClientActions client={client} onSecrets={setSecrets} onRevoked={() => leave(client.clientId)} />
        )
      }
    >
      <StateView view={view} select={({ apiClient }) => apiClient} skeletonRows={4}>
        {(found) => (
          <>
            <ClientFacts client={found} />
            <h2>{messages.settings}</h2>
            <SettingsForm key={found.id} client={found} isKept={() => !isRevoked.current} />
          </>
        )}
      </StateView>
      {secrets && <ClientSecretsDialog secrets={secrets} onClose={() => setSecrets(undefined)} />}
    </PageLayout>
  );
}

function ClientFacts({ client }: { readonly client: ApiClientRowFragment }) {
  const { clients: messages } = useMessages();
  const { name, isEnabled, createdAt, secretCreatedAt } = client;
  return (
    <DescriptionList
      items={[
        { term: messages.status, value: <ClientBadge isEnabled={isEnabled} /> },
        { term: messages.name, value: name },
        { term: messages.createdAt, value: createdAt && <InstantText instant={createdAt} /> },
        {
          term: messages.secretCreatedAt,
          value: secretCreatedAt && <InstantText instant={secretCreatedAt} />,
        },
      ]}
    />
  );
}
