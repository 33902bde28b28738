import type { ChangeResult } from '../api/use-change.ts';
import type { Messages } from '../messages/en.ts';

/** Explains in one line why a change was not made. @param refused the beginning of the line if the API refused it */
export function explainResult(
  result: Exclude<ChangeResult<unknown>, { kind: 'done' }>,
  { failedTitle, failedText }: Messages['states'],
  refused?: string,
): string {
  if (result.kind === 'failed') return `${failedTitle}: ${result.problem.message || failedText}`;
  const reasons = result.userErrors.map(({ message }) => message);
  return [...(refused === undefined ? [] : [refused]), ...reasons].join(' ');
}
