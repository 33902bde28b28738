import { LRUCache } from 'lru-cache';
import { Agent } from 'undici';
import { toErrorText } from '#platform/errors/to-error.ts';
import type { Log } from '#platform/log/log.ts';
import { toCanonicalJson } from '#platform/text/canonical-json.ts';
import { collectAnswer, OverdueError } from '../upstream/collect-answer.ts';
import type { OpaConfiguration } from './policies-configuration.ts';
import type { OpaOutcome, PolicyMetrics } from './policy-metrics.ts';

/** The part of a question on which its answer depends, besides the time. */
export interface OpaInput {
  readonly policies: readonly string[];
  readonly claims: object | null;
  readonly clientId: string | null;
  readonly address: string;
  readonly operationName: string | null;
}

/** The decisions by the names of policies. */
export type Decisions = ReadonlyMap<string, boolean>;

export interface OpaClientOptions extends OpaConfiguration {
  readonly metrics: Pick<PolicyMetrics, 'opaAsked'>;
  readonly log: Pick<Log, 'warn' | 'info'>;
}

/** The longest answer of an agent. */
export const maxOpaAnswerBytes = 1_048_576;
const maxConnections = 50;
const maxKept = 10_000;
const healthWithinMs = 2_000;

/** The answer of an Open Policy Agent is of no use. */
class InvalidAnswerError extends Error {}

/**
 * Asks an Open Policy Agent by its Data API: `POST /v1/data/<path>` with the question as `input`. Equal questions at the same time are one, and
 * an answer is kept for a short time. Nothing is asked twice: a question that fails decides nothing.
 */
export class OpaClient {
  readonly #options: OpaClientOptions;
  readonly #agent: Agent;
  readonly #kept: LRUCache<string, Decisions> | undefined;
  readonly #asking = new Map<string, Promise<Decisions>>();
  readonly #closing = new AbortController();
  #isFailing = false;

  constructor(options: OpaClientOptions) {
    const { cacheMs, timeoutMs } = options;
    this.#options = options;
    this.#kept = cacheMs > 0 ? new LRUCache({ max: maxKept, ttl: cacheMs }) : undefined;
    this.#agent = new Agent({
      connections: maxConnections,
      pipelining: 1,
      connect: { timeout: timeoutMs },
      // The whole request has a time of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Decides at once if the same was asked before; never rejects. A policy that is not among the decisions was not decided. */
  decide(input: OpaInput, atMs: number): Decisions | Promise<Decisions> {
    const key = toCanonicalJson(input);
    const known = this.#kept?.get(key) ?? this.#asking.get(key);
    if (known !== undefined) return known;
    const asking = this.#ask(input, atMs).then(
      (decisions) => {
        this.#kept?.set(key, decisions);
        return decisions;
      },
      () => new Map<string, boolean>(),
    );
    this.#asking.set(key, asking);
    return asking.finally(() => this.#asking.delete(key));
  }

  /** @throws if the agent is not healthy */
  async check(signal: AbortSignal): Promise<void> {
    const { status } = await collectAnswer({
      dispatcher: this.#agent,
      request: { ...this.#toTarget('/health'), method: 'GET', headers: this.#credentials() },
      isAccepted: () => false,
      maxBytes: maxOpaAnswerBytes,
      timeoutMs: healthWithinMs,
      signal,
    });
    if (status !== 200) throw new Error(`the Open Policy Agent answered ${status} to /health`);
  }

  /** Ends questions under way. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#agent.destroy();
  }

  async #ask(input: OpaInput, atMs: number): Promise<Decisions> {
    const from = performance.now();
    try {
      const decisions = await this.#send({ ...input, at: new Date(atMs).toISOString() });
      this.#note('answered', from);
      return decisions;
    } catch (error) {
      this.#note(toOutcome(error), from, error);
      throw error;
    }
  }

  async #send(input: object): Promise<Decisions> {
    const { path, timeoutMs } = this.#options;
    const { status, text } = await collectAnswer({
      dispatcher: this.#agent,
      request: {
        ...this.#toTarget(`/v1/data/${path}`),
        method: 'POST',
        headers: { 'content-type': 'application/json', ...this.#credentials() },
        body: JSON.stringify({ input }),
      },
      isAccepted: () => true,
      maxBytes: maxOpaAnswerBytes,
      timeoutMs,
      signal: this.#closing.signal,
    });
    if (status !== 200) throw new InvalidAnswerError(`it answered ${status}`);
    return parseDecisions(text);
  }

  #credentials(): { readonly authorization?: string } {
    const { token } = this.#options;
    return token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  #toTarget(path: string) {
    const { origin, pathname } = new URL(this.#options.url);
    return { origin, path: `${pathname.replace(/\/$/, '')}${path}` };
  }

  /** Tells the log when answers cease and when they return. */
  #note(outcome: OpaOutcome, from: number, error?: unknown): void {
    const { metrics, log } = this.#options;
    metrics.opaAsked(outcome, (performance.now() - from) / 1_000);
    const isFailing = outcome !== 'answered';
    if (isFailing && !this.#isFailing && !this.#closing.signal.aborted)
      log.warn(
        { outcome, reason: toErrorText(error) },
        'the Open Policy Agent decides nothing; its policies are refused',
      );
    if (!isFailing && this.#isFailing) log.info('the Open Policy Agent decides again');
    this.#isFailing = isFailing;
  }
}

function toOutcome(error: unknown): OpaOutcome {
  if (error instanceof OverdueError || (error instanceof Error && error.cause instanceof OverdueError))
    return 'timeout';
  return error instanceof InvalidAnswerError ? 'invalid' : 'unavailable';
}

/**
 * Reads an answer: `{ "result": { "<policy>": true } }`, or a list of the policies that hold. Without `result` the document is not
 * defined, and nothing is decided.
 *
 * @throws {InvalidAnswerError} if it has another form
 */
function parseDecisions(text: string): Decisions {
  const result = readResult(text);
  if (result === undefined) return new Map();
  if (Array.isArray(result)) {
    if (!result.every((name): name is string => typeof name === 'string')) throw invalidResult();
    return new Map(result.map((name) => [name, true]));
  }
  if (typeof result !== 'object' || result === null) throw invalidResult();
  const entries = Object.entries(result);
  if (!entries.every((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'))
    throw invalidResult();
  return new Map(entries);
}

function readResult(text: string): unknown {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new InvalidAnswerError('its answer is not JSON');
  }
  if (typeof body !== 'object' || body === null) throw new InvalidAnswerError('its answer is not an object');
  return 'result' in body ? body.result : undefined;
}

function invalidResult(): InvalidAnswerError {
  return new InvalidAnswerError(
    'result must be an object from policies to true or false, or a list of the policies that hold',
  );
}
