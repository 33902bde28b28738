import type { en, Messages, PartLoaders, PartName } from './en.ts';

/** A failure is shown for so long, before the texts are asked for again: a page that fails is drawn twice by React. */
const failureLastsMs = 1_000;

/**
 * The texts of one language. Those of a feature are loaded with its pages; a component that needs them earlier suspends until they
 * are there, as for its code (React's Suspense).
 */
export class Catalogue {
  readonly messages: Messages;
  readonly #loaders: PartLoaders;
  readonly #loading = new Map<PartName, Promise<unknown>>();
  readonly #loaded: { [Name in PartName]?: Messages[Name] } = {};
  readonly #failures = new Map<PartName, { readonly error: unknown }>();

  constructor(common: typeof en, loaders: PartLoaders) {
    this.#loaders = loaders;
    const messages = { ...common };
    for (const name of Object.keys(loaders) as PartName[])
      Object.defineProperty(messages, name, { get: () => this.#read(name) });
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
          this.#failures.set(name, { error });
          setTimeout(() => this.#failures.delete(name), failureLastsMs);
          throw error;
        },
      );
    this.#loading.set(name, loading);
    return loading;
  }

  /**
   * Suspends by a thrown promise. React's `use` would have to be called each time that a component is drawn, with the texts there or
   * not: left out when React goes on with a component that suspended, it takes that for an update, whose hooks are not there.
   */
  #read(name: PartName): unknown {
    const part = this.#loaded[name];
    if (part !== undefined) return part;
    const failure = this.#failures.get(name);
    if (failure !== undefined) throw failure.error;
    throw this.load(name);
  }
}
