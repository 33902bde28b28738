import type { FastifyRequest } from 'fastify';
import { registryBounds } from '../bounds.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import type { ApiKey } from './api-key.ts';
import type { KeyStore } from './key-store.ts';
import { RequestCounter } from './request-counter.ts';

/** Finds the keys of callers and bounds how often they ask. */
export class CallerFinder {
  readonly #keys: KeyStore;
  readonly #ofKey = new RequestCounter(registryBounds.requestsOfKey);
  readonly #ofStrangers = new RequestCounter(registryBounds.requestsOfStrangers);

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  /**
   * Finds the key in the header `x-api-key`; undefined if it is missing or not known.
   *
   * @throws {RegistryRefusal} TOO_MANY_REQUESTS if the caller asks too often
   */
  async find({ headers, ip }: Pick<FastifyRequest, 'headers' | 'ip'>): Promise<ApiKey | undefined> {
    if (this.#ofStrangers.isSpent(ip)) throw tooMany();
    const secret = headers['x-api-key'];
    const key = typeof secret === 'string' ? await this.#keys.find(secret) : undefined;
    if (key === undefined) {
      this.#ofStrangers.count(ip);
      return undefined;
    }
    if (this.#ofKey.isSpent(key.id)) throw tooMany();
    this.#ofKey.count(key.id);
    return key;
  }
}

function tooMany(): RegistryRefusal {
  return new RegistryRefusal('TOO_MANY_REQUESTS', 'Too many requests: try again in a minute.');
}
