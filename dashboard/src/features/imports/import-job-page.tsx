import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { ImportJobDocument, type ImportJobQuery } from '../../generated/graphql.ts';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { ImportBadge, ShareDone } from './import-status.tsx';
import { JobCounts } from './job-counts.tsx';
import { JobRejects } from './job-rejects.tsx';
import { UndoButton } from './undo-button.tsx';
import { usePolledData } from './use-polled-data.ts';

const route = getRouteApi('/imports/$id');

type Job = NonNullable<ImportJobQuery['importJob']>;
type Execution = Job['executions'][number];

/** An import: what became of its rows, its attempts, and the rows that were not loaded. */
export function ImportJobPage() {
  const { imports: messages } = useMessages();
  const { roles } = usePerson();
  const { id } = route.useParams();
  const view = usePolledData(
    ImportJobDocument,
    { variables: { id } },
    ({ importJob }) => importJob?.isRunning === true || importJob?.status === 'UNDOING',
  );
  const job = view.data?.importJob;
  const mayUndo = job && !job.isRunning && job.status !== 'UNDONE' && mayUse(roles, 'Mutation.undoImport');
  return (
    <PageLayout
      title={job ? messages.jobTitle(job.number, job.fileName) : messages.title}
      actions={
        job && (
          <>
            {mayUse(roles, 'Mutation.startImport') && (
              <Link to="/imports/new" search={{ like: id }} className={toButtonClass()}>
                {messages.startLike}
              </Link>
            )}
            {mayUndo && <UndoButton job={job} />}
          </>
        )
      }
    >
      <StateView view={view} select={(data) => data.importJob} skeletonRows={6}>
        {(found) => (
          <>
            <Details job={found} />
            <JobCounts counts={found.counts} />
            <Executions executions={found.executions} />
          </>
        )}
      </StateView>
      {job && <JobRejects job={job} />}
    </PageLayout>
  );
}

function Details({ job }: { readonly job: Job }) {
  const { imports: messages, rows } = useMessages();
  const locale = useLocale();
  const bytes = getNumberFormat(locale, {
    style: 'unit',
    unit: 'kilobyte',
    maximumFractionDigits: 1,
  }).format(job.fileBytes / 1_000);
  return (
    <DescriptionList
      items={[
        { term: messages.status, value: <ImportBadge job={job} /> },
        { term: messages.message, value: job.exitMessage && rows.explain(job.exitMessage) },
        {
          term: messages.columns.progress,
          value: <ShareDone share={job.progress} label={messages.columns.progress} />,
        },
        { term: messages.columns.records, value: messages.records[job.records] },
        { term: messages.mapping, value: job.mappingName },
        { term: messages.file, value: job.fileName },
        { term: messages.size, value: bytes },
        { term: messages.createdAt, value: <InstantText instant={job.createdAt} /> },
        { term: messages.columns.startedAt, value: <InstantText instant={job.startedAt} /> },
        { term: messages.endedAt, value: job.endedAt && <InstantText instant={job.endedAt} /> },
      ]}
    />
  );
}

function Executions({ executions }: { readonly executions: readonly Execution[] }) {
  const { imports: messages, rows } = useMessages();
  const locale = useLocale();
  const headers = messages.executionColumns;
  const toLimit = ({ skipLimit, skipPercent }: Execution) => {
    if (skipPercent !== null) {
      const options = { style: 'percent', maximumFractionDigits: 6 } as const;
      return messages.percentLimit(getNumberFormat(locale, options).format(skipPercent / 100));
    }
    return skipLimit === null ? messages.anyNumber : messages.rowsLimit(formatFigure(skipLimit, locale));
  };
  return (
    <section>
      <h2>{messages.executions}</h2>
      <DataTable
        label={messages.executions}
        rows={executions}
        toKey={({ id }) => id}
        columns={[
          { key: 'attempt', header: headers.attempt, align: 'end', cell: ({ attempt }) => attempt },
          { key: 'status', header: headers.status, cell: ({ status }) => messages.statuses[status] },
          {
            key: 'startedAt',
            header: headers.startedAt,
            cell: ({ startedAt }) => <InstantText instant={startedAt} />,
          },
          {
            key: 'endedAt',
            header: headers.endedAt,
            cell: ({ endedAt }) => endedAt && <InstantText instant={endedAt} />,
          },
          { key: 'limit', header: headers.limit, cell: toLimit },
          {
            key: 'message',
            header: headers.message,
            cell: ({ exitMessage }) => exitMessage && rows.explain(exitMessage),
          },
        ]}
      />
    </section>
  );
}
