import type { FormattedExecutionResult } from 'graphql';

/**
 * Creates a function that writes the message `next`. Results that many clients share come one after the other: the
 * text of the last one is kept.
 */
export function createNextWriter(): (id: string, result: FormattedExecutionResult) => string {
  let last: FormattedExecutionResult | undefined;
  let text = '';
  return (id, result) => {
    if (result !== last) {
      text = JSON.stringify(result);
      last = result;
    }
    return `{"id":${JSON.stringify(id)},"type":"next","payload":${text}}`;
  };
}
