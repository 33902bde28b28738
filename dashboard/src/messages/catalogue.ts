import { use } from 'react';
import type { en, Messages, PartLoaders, PartName } from './en.ts';

/**
 * The texts of one language. Those of a feature are loaded with its pages; a component that needs them earlier suspends until they
 * are there, as for its code (React's Suspense).
 */
export class Catalogue {
  readonly messages: Messages;
  readonly #loaders: PartLoaders;
  readonly #loading = new Map<PartName, Promise<unknown>>();
  readonly #loaded: { [Name in PartName]?: Messages[Name] } = {};

  constructor(common: typeof en, loaders: PartLoaders) {
    this.#loaders = loaders;
    const messages = { ...common };
    for (const name of Object.keys(loaders) as PartName[])
      Object.defineProperty(messages, name, { get: () => this.#loaded[name] ?? use(this.load(name)) });
    this.messages = messages as Messages;
  }

  /** The parts that somebody has asked for. */
  get parts(): readonly PartName[] {
    return [...this.#loading.keys()];
  }

  /** The texts of a part that was loaded. */
  find<Name extends PartName>(name: Name): Messages[Name] | undefined {
    return this.#loaded[name];
  }

  /** Loads a part once; one that did not come is asked for again. */
  load(name: PartName): Promise<unknown> {
    const loading =
      this.#loading.get(name) ??
      this.#loaders[name]().then(
        (part) => {
          Object.assign(this.#loaded, { [name]: part });
          return part;
        },
        (error: unknown) => {
          this.#loading.delete(name);
          throw error;
        },
      );
    this.#loading.set(name, loading);
    return loading;
  }
}
