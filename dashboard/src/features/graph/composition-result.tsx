import { useMessages } from '../../messages/language.tsx';
import type { TaskOf } from './check-parts.ts';
import { ProblemList } from './problem-list.tsx';

/** The result of composing the proposed schema with the other subgraphs. */
export function CompositionResult({ task }: { readonly task: TaskOf<'CompositionTask'> }) {
  const { graph: messages } = useMessages();
  if (task.problems.length > 0) return <ProblemList problems={task.problems} />;
  return <p>{task.changesSupergraph ? messages.changesSupergraph : messages.sameSupergraph}</p>;
}
