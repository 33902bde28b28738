import type { ChangeResult } from '../../api/use-change.ts';
import { useMessages } from '../../messages/language.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { useNotice } from '../../ui/notices.tsx';

/** Tells the result of a change of the registry in a notice: that it is done, or why not. */
export function useTellResult(): (result: ChangeResult<unknown>, done: string) => void {
  const { graph: messages, states } = useMessages();
  const notify = useNotice();
  return (result, done) => {
    if (result.kind === 'done') notify(done);
    else notify(explainResult(result, states, messages.refused), 'failure');
  };
}
