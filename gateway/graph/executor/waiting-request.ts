import { CodedError } from '#platform/errors/coded-error.ts';
import type { SubgraphCall, SubgraphRequest, SubgraphResponse } from '../../upstream/subgraph-transport.ts';

/** A request for entities that waits for others, or goes with them. Whoever made it may give it up at any time. */
export class WaitingRequest {
  readonly request: SubgraphRequest;
  readonly call: SubgraphCall;
  readonly representations: readonly string[];
  readonly answered: Promise<SubgraphResponse>;
  readonly #resolve: (response: SubgraphResponse) => void;
  readonly #reject: (reason: unknown) => void;
  #isOver = false;
  #onGivenUp: () => void = () => {};

  constructor(request: SubgraphRequest, call: SubgraphCall, representations: readonly string[]) {
    this.request = request;
    this.call = call;
    this.representations = representations;
    const { promise, resolve, reject } = Promise.withResolvers<SubgraphResponse>();
    this.answered = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    if (call.signal.aborted) this.#giveUp();
    else call.signal.addEventListener('abort', this.#giveUp, { once: true });
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  answer(response: SubgraphResponse): void {
    this.#end();
    this.#resolve(response);
  }

  fail(reason: unknown): void {
    this.#end();
    this.#reject(reason);
  }

  /** Has this called when the request is given up from now on. */
  whenGivenUp(listener: () => void): void {
    this.#onGivenUp = listener;
  }

  readonly #giveUp = () => {
    if (this.#isOver) return;
    const { subgraph } = this.request;
    this.fail(new CodedError('SUBGRAPH_TIMEOUT', `Subgraph ${subgraph} had not answered when it had to.`));
    this.#onGivenUp();
  };

  #end(): void {
    this.#isOver = true;
    this.call.signal.removeEventListener('abort', this.#giveUp);
  }
}
