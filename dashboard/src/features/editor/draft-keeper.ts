import { type KeptDraft, readKeptDraft } from './kept-draft.ts';

/** A kept draft with its name in the browser's storage. */
export interface FoundDraft {
  readonly name: string;
  readonly kept: KeptDraft;
}

/** A text that the browser has kept and that cannot be read as a draft. */
export interface SetAsideText {
  readonly name: string;
  readonly text: string;
}

const maxAgeMs = 30 * 24 * 60 * 60 * 1_000;

/**
 * Keeps in the browser what one person has typed and the server does not have: for each draft one entry, which goes once it is
 * saved. A draft that has no id yet has a name of its own, under a lock for as long as its page is there.
 */
export class DraftKeeper {
  readonly #storage: Storage;
  readonly #prefix: string;
  readonly #asidePrefix: string;

  constructor(storage: Storage, username: string) {
    this.#storage = storage;
    this.#prefix = `kept-draft:${username}:`;
    // Not longer than the other prefix, so that a full storage has room for a text under its new name.
    this.#asidePrefix = `odd-draft:${username}:`;
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

  /**
   * Finds the draft of an entry of this person; the name may come from an address. A text that is not a draft is set aside, so that
   * the text typed next does not overwrite it.
   */
  find(name: string): FoundDraft | undefined {
    const text = name.startsWith(this.#prefix) ? this.#read(name) : undefined;
    if (text === undefined) return undefined;
    const kept = readKeptDraft(text);
    if (kept !== undefined) return { name, kept };
    this.#setAside(name, text);
    return undefined;
  }

  /** The texts that were set aside, for a person to look at. */
  findSetAside(): readonly SetAsideText[] {
    return this.#listNames()
      .filter((name) => name.startsWith(this.#asidePrefix))
      .flatMap((name) => {
        const text = this.#read(name);
        return text === undefined ? [] : { name, text };
      });
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

  #read(name: string): string | undefined {
    try {
      return this.#storage.getItem(name) ?? undefined;
    } catch {
      return undefined;
    }
  }

  #setAside(name: string, text: string): void {
    try {
      // Removed first, since a full storage has no room for both.
      this.#storage.removeItem(name);
      this.#storage.setItem(this.#asidePrefix + name.slice(this.#prefix.length), text);
    } catch {
      // The room that became free was taken by another tab.
    }
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
