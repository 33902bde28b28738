import { useCallback } from 'react';
import { createRandomKey } from './create-random-key.ts';
import type { TrustedDocument } from './trusted-document.ts';
import { UnansweredCalls } from './unanswered-calls.ts';
import { type Changing, useChange } from './use-change.ts';

/** For as long as the page is open: a call without an answer may have been done, though its dialog or its page is closed. */
const unanswered = new UnansweredCalls(createRandomKey);

/** The input of a mutation that is answered once for a key. */
interface KeyedInput {
  readonly idempotencyKey?: unknown;
}

/** Sends a mutation like `useChange`, with a key that stays the same while the input is the same and no answer came. */
export function useKeyedChange<Data, Input extends KeyedInput>(
  document: TrustedDocument<Data, { input: Input }>,
): Changing<Data, Omit<Input, 'idempotencyKey'>> {
  const { send, isSending } = useChange(document);
  const sendOnce = useCallback(
    (input: Omit<Input, 'idempotencyKey'>) =>
      unanswered.send(document.sha256, input, (keyed) => send({ input: keyed as unknown as Input })),
    [document, send],
  );
  return { send: sendOnce, isSending };
}
