import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import { ImportRequestDocument, type ImportRequestStateFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { formatInstant, InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { CancelButton } from './cancel-button.tsx';
import { RequestBadge, ShareDone } from './import-status.tsx';
import { JobCounts } from './job-counts.tsx';
import { TrialView } from './trial-view.tsx';
import { hasEnded, useLiveRequest } from './use-live-request.ts';

const route = getRouteApi('/imports/requests/$id');

/** A request: how it goes, live, and what became of it. */
export function ImportRequestPage() {
  const { imports: messages } = useMessages();
  const { id } = route.useParams();
  const view = useData(ImportRequestDocument, { variables: { id } });
  const request = view.data?.importRequest;
  return (
    <PageLayout
      title={request ? messages.requestTitle(messages.kinds[request.kind], request.fileName) : messages.title}
    >
      <StateView view={view} select={(data) => data.importRequest} skeletonRows={4}>
        {(known) => <RequestState known={known} onEnd={view.retry} />}
      </StateView>
    </PageLayout>
  );
}

interface RequestStateProps {
  readonly known: ImportRequestStateFragment;
  readonly onEnd: () => void;
}

function RequestState({ known, onEnd }: RequestStateProps) {
  const { imports: messages, rows } = useMessages();
  const { roles } = usePerson();
  const locale = useLocale();
  const { request, staleSinceMs } = useLiveRequest(known, onEnd);
  const { kind, job, dryRun, message, attempts, createdAt, endedAt, mappingName, kept } = request;
  const isOpen = !hasEnded(request);
  return (
    <>
      {staleSinceMs !== undefined && (
        <p role="status">{messages.notLive(formatInstant(new Date(staleSinceMs).toISOString(), locale))}</p>
      )}
      <DescriptionList
        items={[
          {
            term: messages.status,
            value: (
              <output aria-live="polite">
                <RequestBadge request={request} />
              </output>
            ),
          },
          ...(job && kind === 'LOAD'
            ? [
                {
                  term: messages.columns.progress,
                  value: <ShareDone share={job.progress} label={messages.columns.progress} />,
                },
              ]
            : []),
          { term: messages.message, value: message && rows.explain(message) },
          { term: messages.mapping, value: mappingName },
          { term: messages.attempts, value: attempts },
          { term: messages.askedAt, value: <InstantText instant={createdAt} /> },
          { term: messages.endedAt, value: endedAt && <InstantText instant={endedAt} /> },
        ]}
      />
      <p>
        {job && (
          <Link
            to="/imports/$id"
            params={{ id: job.id }}
            className={toButtonClass(isOpen ? 'normal' : 'primary')}
          >
            {messages.toJob}
          </Link>
        )}{' '}
        {isOpen && mayUse(roles, 'Mutation.cancelImport') && <CancelButton request={request} />}
      </p>
      {job && kind === 'LOAD' && <JobCounts counts={job.counts} />}
      {dryRun && <TrialView title={messages.dryRunTitle} trial={dryRun} />}
      {kept.length > 0 && (
        <section>
          <h2>{messages.keptTitle}</h2>
          <DataTable
            label={messages.keptTitle}
            rows={kept}
            toKey={({ number }) => number}
            columns={[
              { key: 'number', header: messages.keptColumns.number, cell: ({ number }) => number },
              {
                key: 'reason',
                header: messages.keptColumns.reason,
                cell: ({ reason }) => rows.explain(reason),
              },
            ]}
          />
        </section>
      )}
    </>
  );
}
