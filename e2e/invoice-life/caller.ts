import { setTimeout as delay } from 'node:timers/promises';
import { createGraphqlClient } from '#platform/testing/graphql-client.ts';
import type { SystemAddresses } from '../running-system.ts';

/** A problem that a mutation names. */
interface Refusal {
  readonly field: readonly string[];
  readonly message: string;
  readonly code: string;
}

/** The payload of a mutation: the object it made, or why not. */
export type Payload = Readonly<Record<string, unknown>> & { readonly userErrors: readonly Refusal[] };

/** The number of calls, and of those without an answer. */
export interface CallCounts {
  /** Calls that were sent, repetitions included. */
  sent: number;
  /** Calls without an answer that says what happened: a lost connection, an internal error, a service that is away. */
  unanswered: number;
  /** Calls that were sent to both processes at once. */
  doubled: number;
}

const answerWithinMs = 360_000;
const mostPauseMs = 400;
/** Access tokens live for five minutes. */
const tokenLivesMs = 120_000;

/**
 * Calls mutations until it knows their outcome, as a careful client does: the same call with the same key, to either
 * process, until one of them says what happened.
 */
export class Caller {
  readonly #urls: readonly string[];
  readonly #addresses: SystemAddresses;
  readonly #user: string;
  readonly #counts: CallCounts;
  readonly #signal: AbortSignal;
  #token: { readonly value: string; readonly until: number } | undefined;
  #next = 0;

  constructor(
    urls: readonly string[],
    options: {
      readonly addresses: SystemAddresses;
      /** A development user with the roles that the calls need. */
      readonly user: string;
      readonly counts: CallCounts;
      readonly signal: AbortSignal;
    },
  ) {
    this.#urls = urls;
    this.#addresses = options.addresses;
    this.#user = options.user;
    this.#counts = options.counts;
    this.#signal = options.signal;
  }

  /** Calls a mutation until its outcome is known. @throws {Error} when nobody answers for minutes */
  async call(name: string, input: object, selection: string): Promise<Payload> {
    const giveUpAt = performance.now() + answerWithinMs;
    const query = `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${selection} userErrors { field message code } } }`;
    for (;;) {
      this.#signal.throwIfAborted();
      const answer = await this.#send(query, { input });
      if ('payload' in answer) {
        const payload = answer.payload[name];
        if (payload?.userErrors.every(({ code }) => code !== 'UNAVAILABLE')) return payload;
      } else if (answer.isFault) throw new Error(`${name} is not a call of this API: ${answer.reason}`);
      this.#counts.unanswered += 1;
      if (performance.now() > giveUpAt) throw new Error(`Nobody answered ${name}: ${JSON.stringify(answer)}`);
      await delay(Math.random() * mostPauseMs, undefined, { signal: this.#signal });
    }
  }

  /** Calls both processes at once with the same key; their answers must be the same, but where one of them lacked stock. */
  async callTwice(name: string, input: object, selection: string): Promise<Payload> {
    this.#counts.doubled += 1;
    const [one, other] = await Promise.all([
      this.call(name, input, selection),
      this.call(name, input, selection),
    ]);
    // A refusal keeps no key: the call that comes later may find stock that another invoice has given back.
    if (lacksStock(one)) return other;
    if (!lacksStock(other) && toOutcome(one) !== toOutcome(other))
      throw new Error(`Two answers to one ${name}: ${JSON.stringify(one)} and ${JSON.stringify(other)}`);
    return one;
  }

  async #send(
    query: string,
    variables: Readonly<Record<string, unknown>>,
  ): Promise<
    | { readonly payload: Record<string, Payload | undefined> }
    | { readonly isFault: boolean; readonly reason: string }
  > {
    const url = this.#urls[this.#next++ % this.#urls.length] ?? '';
    this.#counts.sent += 1;
    try {
      const client = createGraphqlClient(url, await this.#takeToken());
      const { data, errors } = await client<Record<string, Payload | undefined>>(query, variables);
      const [error] = errors;
      if (error === undefined) return { payload: data };
      const isFault = ['GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'].includes(
        String(error.extensions?.['code']),
      );
      return { isFault, reason: error.message };
    } catch (error) {
      return { isFault: false, reason: String(error) };
    }
  }

  async #takeToken(): Promise<string> {
    if (this.#token === undefined || performance.now() > this.#token.until) {
      const value = await this.#addresses.tokenOf(this.#user);
      this.#token = { value, until: performance.now() + tokenLivesMs };
    }
    return this.#token.value;
  }
}

function lacksStock({ userErrors }: Payload): boolean {
  return userErrors.some(({ code }) => code === 'INSUFFICIENT_STOCK');
}

/** The ids of what was made; of refusals only that there are some, as a balance may change between two answers. */
function toOutcome({ userErrors, ...made }: Payload): string {
  if (userErrors.length > 0) return 'refused';
  return Object.entries(made)
    .map(([name, object]) => `${name} ${(object as { id: string } | null)?.id}`)
    .join();
}
