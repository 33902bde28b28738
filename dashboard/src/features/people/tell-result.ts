import type { ChangeResult } from '../../api/use-change.ts';
import type { Messages } from '../../messages/en.ts';
import type { useNotice } from '../../ui/notices.tsx';

/** Says what a change came to. @returns true if it was made */
export function tellResult(
  result: ChangeResult<unknown>,
  done: string,
  { messages, notify }: { readonly messages: Messages; readonly notify: ReturnType<typeof useNotice> },
): boolean {
  if (result.kind === 'done') notify(done);
  else if (result.kind === 'failed')
    notify(`${messages.states.failedTitle}: ${result.problem.message}`, 'failure');
  else
    notify(
      `${messages.people.refused} ${result.userErrors.map(({ message }) => message).join(' ')}`,
      'failure',
    );
  return result.kind === 'done';
}
