import { useMessages } from '../../messages/language.tsx';
import { CheckBadge } from './check-badge.tsx';
import type { CheckContext, CheckPart } from './check-parts.ts';
import { CompositionResult } from './composition-result.tsx';
import styles from './graph.module.css';
import { JudgedChanges } from './judged-changes.tsx';
import { LintResult } from './lint-result.tsx';
import { RuleChanges } from './rule-changes.tsx';

export interface CheckPartViewProps extends CheckContext {
  readonly task: CheckPart;
}

/** A part of a check with its result. */
export function CheckPartView({ task, ...rest }: CheckPartViewProps) {
  const { graph: messages } = useMessages();
  return (
    <section>
      <div className={`${styles['head']} ${styles['part']}`}>
        <h2>{messages.tasks[task.__typename]}</h2>
        <CheckBadge status={task.status} />
      </div>
      {task.__typename === 'CompositionTask' && <CompositionResult task={task} />}
      {task.__typename === 'OperationsTask' && <JudgedChanges task={task} {...rest} />}
      {task.__typename === 'LintTask' && <LintResult task={task} {...rest} />}
      {task.__typename === 'AuthorizationTask' && <RuleChanges task={task} {...rest} />}
    </section>
  );
}
