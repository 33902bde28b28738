import type { ChangeResult } from './use-change.ts';

/**
 * Idempotency keys of calls that have no answer yet. The same input that is sent again, also from a dialog that was closed and
 * opened again, has the same key, so that it counts once. Another input is another call.
 */
export class UnansweredCalls {
  readonly #keys = new Map<string, string>();
  readonly #createKey: () => string;

  constructor(createKey: () => string) {
    this.#createKey = createKey;
  }

  /** @param call the name of the mutation, and its input without the key */
  async send<Payload>(
    call: readonly [mutation: string, input: object],
    send: (idempotencyKey: string) => Promise<ChangeResult<Payload>>,
  ): Promise<ChangeResult<Payload>> {
    const name = JSON.stringify(call);
    const key = this.#keys.get(name) ?? this.#createKey();
    this.#keys.set(name, key);
    const result = await send(key);
    if (result.kind !== 'failed') this.#keys.delete(name);
    return result;
  }
}
