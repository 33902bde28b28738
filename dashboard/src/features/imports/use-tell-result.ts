import type { ChangeResult } from '../../api/use-change.ts';
import { useMessages } from '../../messages/language.tsx';
import { useNotice } from '../../ui/notices.tsx';

/** Tells what a change came to in a notice: that it is done, or why not. */
export function useTellResult(): (result: ChangeResult<unknown>, done: string) => void {
  const { imports: messages, states } = useMessages();
  const notify = useNotice();
  return (result, done) => {
    if (result.kind === 'done') notify(done);
    else if (result.kind === 'failed') notify(`${states.failedTitle}: ${result.problem.message}`, 'failure');
    else
      notify(`${messages.refused} ${result.userErrors.map(({ message }) => message).join(' ')}`, 'failure');
  };
}
