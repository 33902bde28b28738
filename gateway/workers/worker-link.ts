import type { Registry } from 'prom-client';
import { z } from 'zod';
import { CodedError } from '#platform/errors/coded-error.ts';
import { requestDeadlines } from '#platform/waiting/deadlines.ts';
import type { RenewStream } from '../clients/streams/renewal-route.ts';
import type { Changes } from '../upstream/changes.ts';
import { Questions } from './questions.ts';
import type { SendWorkerMessage, WorkerMessage, WorkerQuestion } from './worker-messages.ts';
import type { Workers } from './workers.ts';

/** The time for the figures of all workers, in milliseconds: longer than the supervisor waits for each of them. */
const figuresWithinMs = 4_000;

const renewalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('renewed'), expiresAt: z.number() }),
  z.object({
    kind: z.literal('refused'),
    code: z.enum(['RENEWAL_REFUSED', 'UNAUTHENTICATED', 'PROVIDER_UNREACHABLE']),
    message: z.string(),
  }),
]);

export interface WorkerLinkOptions {
  readonly count: number;
  /** Sends a message to the supervisor. */
  readonly send: SendWorkerMessage;
  /** The figures of this process. */
  readonly registry: Registry;
}

/** The end of a worker from which it sees the others, through its supervisor. */
export class WorkerLink implements Workers {
  readonly count: number;
  readonly readiness: Workers['readiness'];
  readonly #send: SendWorkerMessage;
  readonly #registry: Registry;
  readonly #questions: Questions;
  readonly #elsewhere = new Map<string, number>();
  /** Counts that the others have not been told. */
  readonly #untold = new Map<string, number>();
  #hasUntoldChange = false;
  #isTelling = false;
  #staff: { readonly ready: number; readonly wanted: number } | undefined;
  #changes: Changes | undefined;
  #renew: RenewStream = async () => undefined;

  constructor({ count, send, registry }: WorkerLinkOptions) {
    this.count = count;
    this.#send = send;
    this.#registry = registry;
    this.#questions = new Questions(send);
    this.readiness = { workers: { check: async () => this.#assertStaff(), isRequired: false } };
  }

  readonly findCount: Workers['findCount'] = (name) => ({
    elsewhere: (key) => this.#elsewhere.get(`${name} ${key}`) ?? 0,
    tell: (key, count) => {
      this.#untold.set(`${name} ${key}`, count);
      this.#tellSoon();
    },
  });

  shareChanges(changes: Changes): Changes {
    this.#changes = changes;
    return {
      get count() {
        return changes.count;
      },
      note: () => {
        changes.note();
        this.#hasUntoldChange = true;
        this.#tellSoon();
      },
    };
  }

  readonly renewElsewhere: RenewStream = async (stream, token) => {
    const question = { what: 'renewal', stream, token } as const;
    return renewalSchema.safeParse(await this.#questions.ask(question, requestDeadlines.operationMs)).data;
  };

  answerRenewals(renew: RenewStream): void {
    this.#renew = renew;
  }

  readonly figures = async (): Promise<string> => {
    const answer = await this.#questions.ask({ what: 'figures' }, figuresWithinMs);
    if (typeof answer === 'string') return answer;
    throw new CodedError('FIGURES_UNAVAILABLE', 'The supervisor of the workers gave no figures.');
  };

  /** Takes a message of the supervisor. */
  receive(message: WorkerMessage): void {
    if (message.type === 'counts') for (const [key, count] of message.counts) this.#setElsewhere(key, count);
    else if (message.type === 'changed') this.#changes?.note();
    else if (message.type === 'staff') this.#staff = message;
    else if (message.type === 'answer') this.#questions.settle(message.id, message.answer);
    else void this.#answer(message.id, message.question);
  }

  async #answer(id: number, question: WorkerQuestion): Promise<void> {
    const work =
      question.what === 'figures'
        ? this.#registry.getMetricsAsJSON()
        : this.#renew(question.stream, question.token);
    const answer = await work.catch(() => undefined);
    this.#send({ type: 'answer', id, answer });
  }

  #setElsewhere(key: string, count: number): void {
    if (count > 0) this.#elsewhere.set(key, count);
    else this.#elsewhere.delete(key);
  }

  /** Tells changes of one turn together. */
  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    setImmediate(() => {
      this.#isTelling = false;
      if (this.#untold.size > 0) this.#send({ type: 'counts', counts: [...this.#untold] });
      this.#untold.clear();
      if (this.#hasUntoldChange) this.#send({ type: 'changed' });
      this.#hasUntoldChange = false;
    });
  }

  #assertStaff(): void {
    const { ready = 0, wanted = this.count } = this.#staff ?? {};
    if (ready < wanted) throw new CodedError('WORKERS_MISSING', `Of ${wanted} workers ${ready} are ready.`);
  }
}
