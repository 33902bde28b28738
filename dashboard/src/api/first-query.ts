import { type Client, createRequest } from '@urql/core';
import { type QueryOf, toTypesContext } from './query-of.ts';
import type { TrustedDocument } from './trusted-document.ts';

/** The longest wait of other queries for the first. */
const maxWaitMs = 1_000;
/** A page that comes later asks anew. */
const maxAgeMs = 10_000;
/** The longest time for which a page whose code is there waits for the answer, so that it is rendered once and with its rows. */
const answerWithinMs = 50;
/** The longest wait for a frame, which a hidden tab does not paint. */
const paintWithinMs = 100;

/**
 * The main query of the page with which a visit begins. It is sent while the page's code, its texts and the session are still on
 * their way. The other queries of the page wait until its answer is on the screen, as each would make it later.
 */
export class FirstQuery {
  #key: number | undefined;
  #askedAtMs = 0;
  #answered: Promise<unknown> | undefined;
  readonly #rendering = Promise.withResolvers<void>();
  #shown: Promise<void> | undefined;
  readonly #untilPainted: () => Promise<void>;

  /** @param untilPainted waits for what is rendered now to be on the screen */
  constructor(untilPainted = untilNextFrames) {
    this.#untilPainted = untilPainted;
  }

  /** Sends the query. Its answer goes into the client's cache, where the page finds it. */
  ask<Data, Variables>(client: Client, { document, variables, types }: QueryOf<Data, Variables>): void {
    const request = createRequest(
      document as TrustedDocument<Data, Record<string, unknown>>,
      variables as Record<string, unknown>,
    );
    this.#key = request.key;
    this.#askedAtMs = performance.now();
    const answer = client.executeQuery(request, toTypesContext(types)).toPromise();
    this.#answered = answer;
    const rendered = Promise.all([answer, this.#rendering.promise]);
    this.#shown = Promise.race([rendered.then(this.#untilPainted), wait(maxWaitMs)]).then(() => {
      this.#shown = undefined;
    });
  }

  /** Waits for the answer, but not for long: what takes longer is better waited for with the page around it. */
  async untilAnswered(): Promise<void> {
    if (this.#answered !== undefined) await Promise.race([this.#answered, wait(answerWithinMs)]);
  }

  /** Takes note that the page is being rendered, which may be after the answer. */
  noteRendering(): void {
    this.#rendering.resolve();
  }

  /** The time from which on a query may be sent; undefined if that is now. */
  untilShown(key: number): Promise<void> | undefined {
    return key === this.#key ? undefined : this.#shown;
  }

  /** True if the query was sent a moment ago, so that its answer need not be asked for again. */
  isFresh(key: number): boolean {
    return key === this.#key && performance.now() - this.#askedAtMs < maxAgeMs;
  }

  /** Takes note that the page has its answer: whoever comes back to the page asks anew. */
  take(key: number): void {
    if (key === this.#key) this.#askedAtMs = Number.NEGATIVE_INFINITY;
  }
}

function untilNextFrames(): Promise<void> {
  const painted = new Promise<void>((resolve) =>
    requestAnimationFrame(() => requestAnimationFrame(() => resolve())),
  );
  return Promise.race([painted, wait(paintWithinMs)]);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
