import { useFurtherPages } from '../../api/use-further-pages.ts';
import { MoreJudgedChangesDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import { AffectedOperations } from './affected-operations.tsx';
import { ChangeApprovals } from './change-approvals.tsx';
import type { CheckContext, CheckedChange, TaskOf } from './check-parts.ts';
import { FieldLink } from './field-link.tsx';
import styles from './graph.module.css';

export interface JudgedChangesProps extends CheckContext {
  readonly task: TaskOf<'OperationsTask'>;
}

/** The changes of a check that clients can see, with the operations that they fail. */
export function JudgedChanges({ task, address, checkId, branch, onChange }: JudgedChangesProps) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const list = useFurtherPages({
    first: task.changes,
    document: MoreJudgedChangesDocument,
    toVariables: (after) => ({ ...address, id: checkId, after }),
    select: ({ graphVariant }) => graphVariant?.schemaCheck?.operations?.changes,
  });
  const { checkedOperations } = task;
  return (
    <>
      <p>
        {list.totalCount === 0 && `${messages.noChanges} `}
        {messages.checkedOperations(checkedOperations, formatFigure(checkedOperations, locale))}
      </p>
      <ul className={styles['entries']} aria-label={messages.changes}>
        {list.rows.map((change) => (
          <li key={change.id}>
            <p className={styles['head']}>
              <ChangeBadge change={change} />
              <span className={styles['name']}>{change.code}</span>
              {change.coordinate !== null && <FieldLink address={address} coordinate={change.coordinate} />}
            </p>
            <p>{change.description}</p>
            <AffectedOperations address={address} operations={change.operations} />
            <ChangeApprovals
              address={address}
              branch={branch}
              change={change}
              isApprovable={change.severity === 'FAILURE'}
              onChange={onChange}
            />
          </li>
        ))}
      </ul>
      <ShowMore list={list} />
    </>
  );
}

function ChangeBadge({ change: { severity, wasApproved } }: { readonly change: CheckedChange }) {
  const { graph: messages } = useMessages();
  if (wasApproved) return <Badge tone="warning">{messages.wasApproved}</Badge>;
  return <Badge tone={severity === 'FAILURE' ? 'danger' : 'success'}>{messages.severities[severity]}</Badge>;
}
