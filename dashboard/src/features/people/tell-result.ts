import type { ChangeResult } from '../../api/use-change.ts';
import type { Messages } from '../../messages/en.ts';
import { explainResult } from '../../ui/explain-result.ts';
import type { useNotice } from '../../ui/notices.tsx';

/** Tells the result of a change in a notice. @returns true if it was made */
export function tellResult(
  result: ChangeResult<unknown>,
  done: string,
  { messages, notify }: { readonly messages: Messages; readonly notify: ReturnType<typeof useNotice> },
): boolean {
  if (result.kind === 'done') notify(done);
  else notify(explainResult(result, messages.states, messages.people.refused), 'failure');
  return result.kind === 'done';
}
