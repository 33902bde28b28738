import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import {
  CreateImportRejectFileDocument,
  type ImportJobQuery,
  ImportJobRejectsDocument,
  type ImportJobRejectsQuery,
} from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { CountText } from '../../ui/count-text.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { Pager } from '../../ui/pager.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { useFileDownload } from '../../ui/use-file-download.ts';
import styles from './imports.module.css';
import type { ImportJobSearch } from './imports-search.ts';

const route = getRouteApi('/imports/$id');
const pageSize = 25;

type Job = NonNullable<ImportJobQuery['importJob']>;
type RejectedRow = NonNullable<ImportJobRejectsQuery['importJob']>['rejects']['edges'][number]['node'];

/** The rows of an import that were not loaded, by reason, and the file of them. */
export function JobRejects({ job }: { readonly job: Job }) {
  const { imports: messages } = useMessages();
  const locale = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumns();
  const view = useData(ImportJobRejectsDocument, {
    variables: { id: job.id, code: search.code ?? null, ...toPageArguments(search, pageSize) },
  });
  const format = (count: number) => formatFigure(count, locale);
  const choose = (code: string | undefined) =>
    void navigate({ search: omitAbsent({ code }) as ImportJobSearch, replace: true });
  if (job.rejectReasons.length === 0) {
    return (
      <section>
        <h2>{messages.rejects}</h2>
        <p>{messages.noRejects}</p>
      </section>
    );
  }
  return (
    <section>
      <h2>{messages.rejects}</h2>
      <RejectFileButton jobId={job.id} />
      <FilterBar isFiltered={search.code !== undefined} onClear={() => choose(undefined)}>
        <FilterSelect
          label={messages.reason}
          value={search.code ?? ''}
          options={job.rejectReasons.map(({ code, count }) => ({
            value: code,
            label: messages.reasonOption(code, format(count)),
          }))}
          onChoose={(code) => choose(code === '' ? undefined : code)}
        />
      </FilterBar>
      <StateView view={view} select={({ importJob }) => importJob?.rejects}>
        {({ edges, pageInfo, totalCount }) => (
          <>
            <DataTable
              label={messages.rejects}
              columns={columns}
              rows={edges.map(({ node }) => node)}
              toKey={({ rowNumber }) => String(rowNumber)}
            />
            <Pager pageInfo={pageInfo} count={messages.rejectCount(totalCount, format(totalCount))} />
          </>
        )}
      </StateView>
    </section>
  );
}

function useColumns(): readonly Column<RejectedRow>[] {
  const { imports: messages, rows } = useMessages();
  const headers = messages.rejectColumns;
  return [
    {
      key: 'row',
      header: headers.row,
      align: 'end',
      cell: ({ rowNumber }) => <CountText count={rowNumber} />,
    },
    { key: 'line', header: headers.line, align: 'end', cell: ({ line }) => <CountText count={line} /> },
    { key: 'column', header: headers.column, cell: ({ column }) => column },
    { key: 'code', header: headers.code, cell: ({ code }) => code },
    { key: 'message', header: headers.message, cell: ({ message }) => rows.explain(message) },
    {
      key: 'cells',
      header: headers.cells,
      cell: ({ cells }) => <span className={styles['cells']}>{cells.join(' | ')}</span>,
    },
  ];
}

/** Fetches the file of rejected rows. */
function RejectFileButton({ jobId }: { readonly jobId: string }) {
  const { imports: messages } = useMessages();
  const { start, disabledReason } = useFileDownload(CreateImportRejectFileDocument);
  return (
    <p>
      <Button disabledReason={disabledReason} onClick={() => start({ input: { jobId } })}>
        {messages.download}
      </Button>{' '}
      {messages.downloadHint}
    </p>
  );
}
