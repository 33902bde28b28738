import { within } from '#platform/waiting/within.ts';
import type { SendWorkerMessage, WorkerQuestion } from './worker-messages.ts';

/** Asks another process over a channel that carries messages only. */
export class Questions {
  readonly #send: SendWorkerMessage;
  readonly #open = new Map<number, (answer: unknown) => void>();
  #lastId = 0;

  constructor(send: SendWorkerMessage) {
    this.#send = send;
  }

  /** @returns `undefined` if there is no answer within so many milliseconds */
  async ask(question: WorkerQuestion, withinMs: number): Promise<unknown> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    this.#open.set(id, resolve);
    this.#send({ type: 'question', id, question });
    const answer = await within(promise, withinMs, { isHeld: false });
    this.#open.delete(id);
    return typeof answer === 'symbol' ? undefined : answer;
  }

  /** Hands an answer to whoever asked. */
  settle(id: number, answer: unknown): void {
    this.#open.get(id)?.(answer);
  }

  /** Nobody is there any more to answer. */
  giveUp(): void {
    for (const resolve of this.#open.values()) resolve(undefined);
  }
}
