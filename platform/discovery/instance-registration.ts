import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { toFetchProblem } from '#platform/errors/to-fetch-problem.ts';
import type { Log } from '#platform/log/log.ts';
import { parseJson } from '#platform/text/parse-json.ts';
import type { Fetch } from '#platform/tls/client-tls.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { pause } from '#platform/waiting/pause.ts';

/** The facts that an instance tells of itself, as the registry wants them. */
interface InstanceFacts {
  readonly url: string;
  readonly sdlHash: string;
  readonly version: string;
  readonly leaseSeconds: number;
}

export interface InstanceRegistrationOptions {
  /** Of the subgraph's instances, at the registry. */
  readonly url: string;
  readonly key: string;
  readonly facts: InstanceFacts;
  readonly log: Log;
  readonly times?: Partial<RegistrationTimes>;
  /** Sends requests to the registry. Default: that of Node.js. */
  readonly fetch?: Fetch | undefined;
}

/** In milliseconds. */
export interface RegistrationTimes {
  /** Between two renewals; up to 15 % more or less, so that processes that started together do not stay together. */
  readonly renewMs: number;
  /** The wait after a first failure; it doubles with each further one, up to the time between two renewals. */
  readonly retryMs: number;
  /** The longest wait for an answer of the registry. */
  readonly answerMs: number;
  /** The longest wait for it at the end. */
  readonly leaveMs: number;
  /** The time that gateways are given to hear that it has left, before it refuses requests. */
  readonly drainMs: number;
  /** The time for which the registration may fail before the log says so: both may have been started together. */
  readonly patienceMs: number;
}

type Outcome =
  | { readonly kind: 'registered'; readonly state: string }
  | { readonly kind: 'failed'; readonly reason: string };

const answerSchema = z.object({ state: z.string().max(50) });

/** The longest part of an answer that the log shows, in UTF-16 code units. */
const maxShown = 300;

/** Keeps a process registered as an instance of a subgraph, from its start until it leaves. It works without the registry. */
export class InstanceRegistration {
  readonly #options: InstanceRegistrationOptions;
  readonly #times: RegistrationTimes;
  readonly #url: string;
  readonly #leaving = new AbortController();
  #registering: Promise<void> = Promise.resolve();
  #left: Promise<void> | undefined;
  /** The last state that the registry told; `undefined` while it is not registered. */
  #state: string | undefined;
  #failingSinceMs: number | undefined;
  #isToldFailing = false;

  constructor(options: InstanceRegistrationOptions) {
    const { facts, times } = options;
    this.#options = options;
    const renewMs = Math.round((facts.leaseSeconds * 1_000) / 3);
    this.#times = {
      renewMs,
      retryMs: 250,
      answerMs: renewMs,
      leaveMs: 1_000,
      drainMs: 500,
      patienceMs: 10_000,
      ...times,
    };
    this.#url = `${options.url}/${randomUUID()}`;
  }

  /** Registers and renews from now on; waits for nothing. */
  start(): void {
    this.#registering = this.#keepRegistered();
  }

  /**
   * Leaves. If gateways were told of this instance, they are given the time to hear that it has left: whoever calls this refuses
   * requests only afterwards. May be called again.
   */
  leave(): Promise<void> {
    this.#left ??= this.#leave();
    return this.#left;
  }

  async #keepRegistered(): Promise<void> {
    const { signal } = this.#leaving;
    const { renewMs, retryMs, answerMs } = this.#times;
    let failures = 0;
    while (!signal.aborted) {
      const outcome = await this.#ask('PUT', answerMs, signal);
      if (signal.aborted) return;
      this.#tell(outcome);
      failures = outcome.kind === 'failed' ? failures + 1 : 0;
      const waitMs =
        failures > 0
          ? toBackoffMs(failures, { firstMs: retryMs, maxMs: renewMs })
          : renewMs * (0.85 + 0.3 * Math.random());
      await pause(waitMs, signal);
    }
  }

  async #leave(): Promise<void> {
    this.#leaving.abort();
    await this.#registering;
    const { leaveMs, drainMs } = this.#times;
    // A request that was under way may have registered it.
    const outcome = await this.#ask('DELETE', leaveMs);
    if (this.#state === undefined || outcome.kind === 'failed') return;
    this.#options.log.info('this instance has left the registry');
    await pause(drainMs);
  }

  async #ask(method: 'PUT' | 'DELETE', timeoutMs: number, signal?: AbortSignal): Promise<Outcome> {
    const { key, facts, fetch: send = fetch } = this.#options;
    const isPut = method === 'PUT';
    try {
      const response = await send(this.#url, {
        method,
        headers: { 'x-api-key': key, ...(isPut && { 'content-type': 'application/json' }) },
        ...(isPut && { body: JSON.stringify(facts) }),
        redirect: 'error',
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
      });
      const text = await response.text();
      if (!response.ok)
        return { kind: 'failed', reason: `status ${response.status}: ${text.slice(0, maxShown)}` };
      if (!isPut) return { kind: 'registered', state: '' };
      const answer = answerSchema.safeParse(parseJson(text));
      if (answer.success) return { kind: 'registered', state: answer.data.state };
      return { kind: 'failed', reason: `this is not a registry's answer: ${text.slice(0, maxShown)}` };
    } catch (error) {
      return { kind: 'failed', reason: toFetchProblem(error) };
    }
  }

  /** The log has changes only. */
  #tell(outcome: Outcome): void {
    const { log, facts } = this.#options;
    if (outcome.kind === 'registered') {
      this.#failingSinceMs = undefined;
      this.#isToldFailing = false;
      if (outcome.state === this.#state) return;
      this.#state = outcome.state;
      log.info({ url: facts.url, state: outcome.state }, 'this instance is registered with the registry');
      return;
    }
    log.debug({ reason: outcome.reason }, 'this instance could not be registered');
    this.#failingSinceMs ??= performance.now();
    if (this.#isToldFailing || performance.now() - this.#failingSinceMs < this.#times.patienceMs) return;
    this.#isToldFailing = true;
    log.warn(
      { url: facts.url, reason: outcome.reason },
      'this instance cannot be registered with the registry; it works all the same, and tries again',
    );
  }
}
