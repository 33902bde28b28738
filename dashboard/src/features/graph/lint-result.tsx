import { useFurtherPages } from '../../api/use-further-pages.ts';
import { type LintDiagnosticsFragment, MoreLintDiagnosticsDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import type { CheckContext, TaskOf } from './check-parts.ts';
import styles from './graph.module.css';

type Diagnostic = LintDiagnosticsFragment['edges'][number]['node'];

export interface LintResultProps extends Pick<CheckContext, 'address' | 'checkId'> {
  readonly task: TaskOf<'LintTask'>;
}

/** The remarks of the linter about the proposed text. */
export function LintResult({ task, address, checkId }: LintResultProps) {
  const { graph: messages } = useMessages();
  const columns = useColumns();
  const list = useFurtherPages({
    first: task.diagnostics,
    document: MoreLintDiagnosticsDocument,
    toVariables: (after) => ({ ...address, id: checkId, after }),
    select: ({ graphVariant }) => graphVariant?.schemaCheck?.lint?.diagnostics,
  });
  if (list.totalCount === 0) return <p>{messages.noRemarks}</p>;
  return (
    <>
      <DataTable
        label={messages.tasks.LintTask}
        columns={columns}
        rows={list.rows}
        toKey={({ rule, coordinate, location: { line, column } }) =>
          `${rule} ${coordinate} ${line} ${column}`
        }
      />
      <ShowMore list={list} />
    </>
  );
}

function useColumns(): readonly Column<Diagnostic>[] {
  const { graph: messages } = useMessages();
  const headers = messages.changeColumns;
  return [
    {
      key: 'place',
      header: headers.place,
      cell: ({ coordinate }) => <span className={styles['cell']}>{coordinate}</span>,
    },
    {
      key: 'level',
      header: headers.effect,
      cell: ({ level }) => (
        <Badge tone={level === 'ERROR' ? 'danger' : 'warning'}>{messages.levels[level]}</Badge>
      ),
    },
    {
      key: 'rule',
      header: messages.rule,
      cell: ({ rule }) => <span className={styles['cell']}>{rule}</span>,
    },
    {
      key: 'text',
      header: headers.text,
      cell: ({ message, location: { line, column } }) =>
        `${message} (${messages.location('', line, column)})`,
    },
  ];
}
