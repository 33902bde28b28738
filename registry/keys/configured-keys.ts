import { timingSafeEqual } from 'node:crypto';
import type { ApiKey, KeyRight } from './api-key.ts';
import { hashKeySecret } from './key-secret.ts';

/** A key whose secret the configuration gives; it is good for all graphs and is not stored. */
export interface ConfiguredKey {
  /** Its name and id. */
  readonly name: string;
  readonly secret: string;
  readonly rights: readonly KeyRight[];
}

/** Keys from the configuration, by which a new registry is reached before any key was made. */
export class ConfiguredKeys {
  readonly #keys: readonly { readonly hash: Buffer; readonly key: ApiKey }[];

  constructor(keys: readonly ConfiguredKey[]) {
    this.#keys = keys.map(({ name, secret, rights }) => ({
      hash: Buffer.from(hashKeySecret(secret) ?? ''),
      key: { id: name, name, graph: undefined, rights: new Set(rights), subgraphs: undefined },
    }));
  }

  /** Finds the key with this hash, in a time that does not depend on how much of it is right. */
  find(hash: string): ApiKey | undefined {
    const wanted = Buffer.from(hash);
    return this.#keys.filter(
      (one) => one.hash.length === wanted.length && timingSafeEqual(one.hash, wanted),
    )[0]?.key;
  }
}
