import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql';
import type { OperationAnswer } from './websocket-handler.ts';

/** Sends one result; a promise when the client has to read first. */
export type SendResult = (result: FormattedExecutionResult) => Promise<void> | undefined;

const done = { done: true, value: undefined } as const;

/**
 * One operation of one client, in the form of an iterator that graphql-ws runs from `subscribe` to `complete`.
 *
 * It sends its results itself and hands none over: so the text of a result that many clients get is made once. An
 * operation that was ended from outside never settles what graphql-ws still awaits of it. The client may use its id
 * again at once, and graphql-ws would take the end of the old operation for that of the new one; what nobody can settle
 * any more is collected as garbage.
 */
export class RunningOperation implements AsyncIterable<never> {
  readonly #send: SendResult;
  readonly #onEnd: (hasLeft: boolean) => void;
  readonly #onReturnFailed: (error: unknown) => void;
  readonly #abort = new AbortController();
  #source: AsyncIterator<FormattedExecutionResult> | undefined;
  #isBusy = true;
  #hasEnded = false;

  /**
   * @param hooks.onEnd called once, whatever ended it; `hasLeft` if the client did
   * @param hooks.onReturnFailed told why a source could not be ended
   */
  constructor(
    send: SendResult,
    hooks: {
      readonly onEnd: (hasLeft: boolean) => void;
      readonly onReturnFailed: (error: unknown) => void;
    },
  ) {
    this.#send = send;
    this.#onEnd = hooks.onEnd;
    this.#onReturnFailed = hooks.onReturnFailed;
  }

  /** True if it is being prepared or computes a single result: a closing server waits for it. */
  get isBusy(): boolean {
    return this.#isBusy && !this.#hasEnded;
  }

  /**
   * Asks for the answer.
   *
   * @returns the errors when the operation is refused. Does not settle when the operation was ended meanwhile.
   */
  async start(
    subscribe: (signal: AbortSignal) => Promise<OperationAnswer>,
  ): Promise<readonly GraphQLFormattedError[] | undefined> {
    try {
      const answer = await subscribe(this.#abort.signal);
      const source = isRefusal(answer) ? undefined : toSource(answer);
      if (this.#hasEnded) {
        this.#returnSource(source);
        return new Promise(() => {});
      }
      if (isRefusal(answer)) {
        this.#end();
        return answer;
      }
      this.#source = source;
      this.#isBusy = !isStream(answer);
      return undefined;
    } catch (error) {
      if (this.#hasEnded) return new Promise(() => {});
      this.#end();
      throw error;
    }
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  /** Sends all results. Settles at the end of the source; rejects with its error. */
  next(): Promise<IteratorResult<never, undefined>> {
    return new Promise((resolve, reject) => {
      this.#sendAll().then(
        () => {
          if (this.#end()) resolve(done);
        },
        (error: unknown) => {
          if (this.#end()) reject(error);
        },
      );
    });
  }

  /** Ends the operation: the client does not want it any more, or is gone. Never waits for the source. */
  async return(): Promise<IteratorResult<never, undefined>> {
    if (this.#end(true)) {
      this.#abort.abort();
      this.#returnSource(this.#source);
    }
    return done;
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const next = await this.#source?.next();
      if (next === undefined || next.done === true || this.#hasEnded) return;
      const sent = this.#send(next.value);
      if (sent !== undefined) await sent;
      if (this.#hasEnded) return;
    }
  }

  /** @returns false when it had ended before */
  #end(hasLeft = false): boolean {
    if (this.#hasEnded) return false;
    this.#hasEnded = true;
    this.#onEnd(hasLeft);
    return true;
  }

  #returnSource(source: AsyncIterator<FormattedExecutionResult> | undefined): void {
    source?.return?.().catch(this.#onReturnFailed);
  }
}

function isStream(answer: OperationAnswer): answer is AsyncIterable<FormattedExecutionResult> {
  return Symbol.asyncIterator in answer;
}

function isRefusal(answer: OperationAnswer): answer is readonly GraphQLFormattedError[] {
  return Array.isArray(answer);
}

function toSource(
  answer: AsyncIterable<FormattedExecutionResult> | FormattedExecutionResult,
): AsyncIterator<FormattedExecutionResult> {
  return isStream(answer) ? answer[Symbol.asyncIterator]() : once(answer);
}

async function* once(result: FormattedExecutionResult) {
  yield result;
}
