import type { ImportTrialDetailsFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { CountText } from '../../ui/count-text.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import styles from './imports.module.css';

type TrialProblem = ImportTrialDetailsFragment['problems'][number];

export interface TrialViewProps {
  readonly title: string;
  readonly trial: ImportTrialDetailsFragment;
}

/** The result of a mapping: counts, the first records, the first problems and their reasons. */
export function TrialView({ title, trial }: TrialViewProps) {
  const { imports: messages, rows } = useMessages();
  const headers = messages.rejectColumns;
  const columns: readonly Column<TrialProblem>[] = [
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
  ];
  const counts = ['readRows', 'items', 'rejectedRows', 'leftOutRows'] as const;
  return (
    <section>
      <h2>{title}</h2>
      <DescriptionList
        items={[
          { term: messages.columns.records, value: messages.records[trial.records] },
          ...counts.map((name) => ({
            term: messages.trialCounts[name],
            value: <CountText count={trial[name]} />,
          })),
        ]}
      />
      {trial.explanation && <p>{rows.explain(trial.explanation)}</p>}
      {trial.reasons.length > 0 && (
        <DescriptionList
          items={trial.reasons.map(({ code, count }) => ({ term: code, value: <CountText count={count} /> }))}
        />
      )}
      {trial.problems.length > 0 && (
        <>
          <h3>{messages.problems}</h3>
          <DataTable
            label={messages.problems}
            columns={columns}
            rows={trial.problems}
            toKey={({ rowNumber, column, code }) => `${rowNumber} ${column} ${code}`}
          />
        </>
      )}
      {trial.shown.length > 0 && (
        <>
          <h3>{messages.shown}</h3>
          <pre className={styles['pre']}>{trial.shown.join('\n')}</pre>
        </>
      )}
    </section>
  );
}
