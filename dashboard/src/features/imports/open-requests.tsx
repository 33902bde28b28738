import { Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { type ImportRequestStateFragment, OpenImportRequestsDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { CountText } from '../../ui/count-text.tsx';
import { RequestBadge, ShareDone } from './import-status.tsx';
import styles from './open-requests.module.css';
import { useLiveRequest } from './use-live-request.ts';

/** The requests that wait or run, live; nothing if there are none. */
export function OpenRequests({ onEnd }: { readonly onEnd: () => void }) {
  const { imports: messages } = useMessages();
  const { data, retry } = useData(OpenImportRequestsDocument, { variables: {}, types: ['ImportRequest'] });
  const edges = data?.importRequests?.edges ?? [];
  if (edges.length === 0) return null;
  return (
    <section>
      <h2>{messages.openTitle}</h2>
      <ul className={styles['list']}>
        {edges.map(({ node }) => (
          <OpenRequest
            key={node.id}
            known={node}
            onEnd={() => {
              retry();
              onEnd();
            }}
          />
        ))}
      </ul>
    </section>
  );
}

function OpenRequest({
  known,
  onEnd,
}: {
  readonly known: ImportRequestStateFragment;
  readonly onEnd: () => void;
}) {
  const { imports: messages } = useMessages();
  const { request } = useLiveRequest(known, onEnd);
  const { id, kind, fileName, job } = request;
  const title = messages.requestTitle(messages.kinds[kind], fileName);
  return (
    <li>
      <Link to="/imports/requests/$id" params={{ id }}>
        {title}
      </Link>
      <RequestBadge request={request} />
      {job && kind === 'LOAD' && (
        <>
          <ShareDone share={job.progress} label={title} />
          <span>
            {messages.requestColumns.rows}: <CountText count={job.counts.readRows} />
          </span>
        </>
      )}
    </li>
  );
}
