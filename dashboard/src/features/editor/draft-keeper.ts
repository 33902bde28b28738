import type { SaveProgress } from './draft-saver.ts';
import type { DraftValues } from './draft-values.ts';

/** Text that is not at the server yet, as the browser keeps it. */
export interface KeptDraft {
  readonly form: 1;
  readonly values: DraftValues;
  readonly progress: SaveProgress;
  /** The language in which its numbers are written. */
  readonly locale: string;
  readonly keptAtMs: number;
}

/** A kept draft with its name in the browser's storage. */
export interface FoundDraft {
  readonly name: string;
  readonly kept: KeptDraft;
}

const maxAgeMs = 30 * 24 * 60 * 60 * 1_000;

/**
 * Keeps in the browser what one person has typed and the server does not have: for each draft one entry, which goes once it is
 * saved. A draft that has no id yet has a name of its own, under a lock for as long as its page is there.
 */
export class DraftKeeper {
  readonly #storage: Storage;
  readonly #prefix: string;

  constructor(storage: Storage, username: string) {
    this.#storage = storage;
    this.#prefix = `kept-draft:${username}:`;
  }

  /** The name of the entry of a draft that is known by an id, or by a key as long as it has none. */
  toName(draft: { readonly id: string } | { readonly key: string }): string {
    return this.#prefix + ('id' in draft ? draft.id : `new:${draft.key}`);
  }

  /** @returns false if the browser has no room or keeps nothing */
  write(name: string, kept: KeptDraft): boolean {
    try {
      this.#storage.setItem(name, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }

  forget(name: string): void {
    try {
      this.#storage.removeItem(name);
    } catch {
      // A browser that keeps nothing has nothing to forget.
    }
  }

  find(name: string): FoundDraft | undefined {
    try {
      const kept = JSON.parse(this.#storage.getItem(name) ?? 'null') as KeptDraft | null;
      return kept?.form === 1 ? { name, kept } : undefined;
    } catch {
      return undefined;
    }
  }

  /** The new drafts that no page has open, the newest first. What is too old is forgotten. */
  async findNew(nowMs: number): Promise<readonly FoundDraft[]> {
    const open = await findHeldNames();
    return this.#listNames()
      .filter((name) => name.startsWith(`${this.#prefix}new:`) && !open.has(name))
      .flatMap((name) => this.find(name) ?? [])
      .filter(({ name, kept }) => {
        const isOld = nowMs - kept.keptAtMs > maxAgeMs;
        if (isOld) this.forget(name);
        return !isOld;
      })
      .toSorted((one, other) => other.kept.keptAtMs - one.kept.keptAtMs);
  }

  #listNames(): readonly string[] {
    try {
      return Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index) ?? '');
    } catch {
      return [];
    }
  }
}

/** Shows other tabs that a draft is open here. @returns a function that ends it */
export function holdName(name: string): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Only pages served over TLS or from this machine have locks.
  void navigator.locks?.request(name, () => promise);
  return resolve;
}

async function findHeldNames(): Promise<ReadonlySet<string>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map(({ name }) => name ?? ''));
}
