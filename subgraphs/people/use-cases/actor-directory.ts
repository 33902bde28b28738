import { LRUCache } from 'lru-cache';
import type { Log } from '#platform/log/log.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { AdministrationError } from '../administration/administration-error.ts';
import type { IdentityAdministration } from '../administration/identity-administration.ts';
import { type Actor, toActor, toNamedService } from '../domain/actor.ts';

const maxKept = 10_000;
const keptMs = 60_000;
/** Calls of the provider at a time. */
const concurrency = 8;

interface ActorDirectoryOptions {
  readonly administration: Pick<IdentityAdministration, 'find'>;
  readonly log: Pick<Log, 'warn'>;
}

/** Tells who an id stands for. It keeps answers for a minute, since a list names the same few people again and again. */
export class ActorDirectory {
  readonly #administration: Pick<IdentityAdministration, 'find'>;
  readonly #log: Pick<Log, 'warn'>;
  readonly #turns = createTurns(concurrency);
  /** Promises, so that one call answers all who ask meanwhile. */
  readonly #kept = new LRUCache<string, Promise<Actor | undefined>>({ max: maxKept, ttl: keptMs });

  constructor({ administration, log }: ActorDirectoryOptions) {
    this.#administration = administration;
    this.#log = log;
  }

  /** Finds an actor. If the provider does not answer, nothing is known but the id: a history can be read without names. */
  async find(id: string): Promise<Actor> {
    const named = toNamedService(id);
    if (named !== undefined) return named;
    const kept = this.#kept.get(id);
    const asked = kept ?? this.#ask(id);
    if (kept === undefined) this.#kept.set(id, asked);
    let actor: Actor | undefined;
    try {
      actor = await asked;
    } finally {
      // Neither a failure nor a missing answer is kept.
      if (actor === undefined && this.#kept.get(id) === asked) this.#kept.delete(id);
    }
    return actor ?? { id, kind: 'UNKNOWN', name: null };
  }

  async #ask(id: string): Promise<Actor | undefined> {
    try {
      return toActor(id, await this.#turns.run(() => this.#administration.find(id)));
    } catch (error) {
      if (!(error instanceof AdministrationError)) throw error;
      this.#log.warn({ err: error }, 'the provider does not tell the name of an actor');
      return undefined;
    }
  }
}
