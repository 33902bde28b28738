import type { ChangeResult } from '../api/use-change.ts';
import { useMessages } from '../messages/language.tsx';
import { explainResult } from './explain-result.ts';
import { useNotice } from './notices.tsx';

/**
 * Tells the result of a change in a notice: that it is done, or why not.
 *
 * @param refused the beginning of the notice if the API refused it
 */
export function useTellResult(refused: string): (result: ChangeResult<unknown>, done: string) => void {
  const { states } = useMessages();
  const notify = useNotice();
  return (result, done) => {
    if (result.kind === 'done') notify(done);
    else notify(explainResult(result, states, refused), 'failure');
  };
}
