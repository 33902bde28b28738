import { Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { RecentImportRequestsDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { RequestBadge } from './import-status.tsx';

/** The latest requests that have ended, dry runs and those that never became an import among them; nothing if there are none. */
export function RecentRequests() {
  const { imports: messages, rows } = useMessages();
  const { data } = useData(RecentImportRequestsDocument, { variables: {}, types: ['ImportRequest'] });
  const edges = data?.importRequests?.edges ?? [];
  if (edges.length === 0) return null;
  const headers = messages.requestColumns;
  return (
    <section>
      <h2>{messages.recentTitle}</h2>
      <DataTable
        label={messages.recentTitle}
        rows={edges.map(({ node }) => node)}
        toKey={({ id }) => id}
        columns={[
          {
            key: 'request',
            header: headers.kind,
            cell: ({ id, kind, fileName }) => (
              <Link to="/imports/requests/$id" params={{ id }}>
                {messages.requestTitle(messages.kinds[kind], fileName)}
              </Link>
            ),
          },
          { key: 'status', header: headers.status, cell: (request) => <RequestBadge request={request} /> },
          {
            key: 'askedAt',
            header: messages.askedAt,
            cell: ({ createdAt }) => <InstantText instant={createdAt} />,
          },
          {
            key: 'message',
            header: messages.message,
            cell: ({ message }) => message && rows.explain(message),
          },
        ]}
      />
    </section>
  );
}
