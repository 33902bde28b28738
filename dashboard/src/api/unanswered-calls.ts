import type { ChangeResult } from './use-change.ts';

/** An input to which an idempotency key is added when it is sent. */
export type InputWithoutKey = object & { readonly idempotencyKey?: never };

/**
 * Calls that have no answer yet. The same input that is sent again, also from a dialog that was closed and opened again, is sent
 * as it was at first, with the same key, so that it counts once. Another input is another call.
 *
 * The version that a call expects does not tell inputs apart: if the call was done without an answer, the version is another one
 * when the page is read again, and with a new key it would be done twice.
 */
export class UnansweredCalls {
  readonly #sent = new Map<string, unknown>();
  readonly #createKey: () => string;

  constructor(createKey: () => string) {
    this.#createKey = createKey;
  }

  /**
   * @param mutation its name, or another text that no other mutation has
   * @param send sends the input with its key
   */
  async send<Input extends InputWithoutKey, Payload>(
    mutation: string,
    input: Input,
    send: (keyed: Input & { readonly idempotencyKey: string }) => Promise<ChangeResult<Payload>>,
  ): Promise<ChangeResult<Payload>> {
    const name = JSON.stringify([mutation, { ...input, expectedVersion: undefined }]);
    const keyed = (this.#sent.get(name) as (Input & { readonly idempotencyKey: string }) | undefined) ?? {
      ...input,
      idempotencyKey: this.#createKey(),
    };
    this.#sent.set(name, keyed);
    const result = await send(keyed);
    if (result.kind !== 'failed') this.#sent.delete(name);
    return result;
  }
}
