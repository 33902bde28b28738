import { useFurtherPages } from '../../api/use-further-pages.ts';
import { MoreRuleChangesDocument, type RuleChangesFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { ChangeApprovals } from './change-approvals.tsx';
import type { CheckContext, TaskOf } from './check-parts.ts';
import { FieldLink } from './field-link.tsx';
import styles from './graph.module.css';

type RuleChange = RuleChangesFragment['edges'][number]['node'];

export interface RuleChangesProps extends CheckContext {
  readonly task: TaskOf<'AuthorizationTask'>;
}

/** The changes of a check of who may read what. */
export function RuleChanges({ task, address, checkId, branch, onChange }: RuleChangesProps) {
  const { graph: messages } = useMessages();
  const list = useFurtherPages({
    first: task.ruleChanges,
    document: MoreRuleChangesDocument,
    toVariables: (after) => ({ ...address, id: checkId, after }),
    select: ({ graphVariant }) => graphVariant?.schemaCheck?.authorization?.ruleChanges,
  });
  if (list.totalCount === 0) return <p>{messages.noRemarks}</p>;
  return (
    <>
      <ul className={styles['entries']} aria-label={messages.tasks.AuthorizationTask}>
        {list.rows.map((change) => (
          <li key={change.id}>
            <p className={styles['head']}>
              <RuleBadge change={change} />
              <span>{messages.rules[change.rule]}</span>
              <FieldLink address={address} coordinate={change.coordinate} />
            </p>
            <p>{change.message}</p>
            <ChangeApprovals
              address={address}
              branch={branch}
              change={change}
              isApprovable={change.level === 'ERROR' && !change.wasApproved}
              onChange={onChange}
            />
          </li>
        ))}
      </ul>
      <ShowMore list={list} />
    </>
  );
}

function RuleBadge({ change: { level, wasApproved } }: { readonly change: RuleChange }) {
  const { graph: messages } = useMessages();
  if (wasApproved) return <Badge tone="warning">{messages.wasApproved}</Badge>;
  return <Badge tone={level === 'ERROR' ? 'danger' : 'warning'}>{messages.levels[level]}</Badge>;
}
