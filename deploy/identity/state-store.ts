import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readFileIfAny, writePrivateFile } from './private-file.ts';

/** The provider's state between two requests. */
interface Entry<Payload> {
  readonly id: string;
  readonly payload: Payload;
  /** Milliseconds since the epoch. */
  readonly expiresAtMs: number;
}

/** Entries of one kind, in memory and in one file each. */
export interface StateStore<Payload> {
  /** An entry that has not expired. */
  get(id: string): Payload | undefined;
  set(id: string, payload: Payload, expiresAtMs: number): void;
  delete(id: string): void;
  /** Those that have not expired. */
  values(): Iterable<Entry<Payload>>;
  /** Forgets what has expired. */
  sweep(): void;
}

const entrySchema = z.object({ id: z.string(), payload: z.looseObject({}), expiresAtMs: z.number() });

/** More than this of one kind, and the oldest goes: a flood of sign-ins must not fill memory or disk. */
const defaultMaxEntries = 10_000;

export interface StateStoreOptions {
  /** The folder of the files; without it, entries are in memory only. */
  readonly folder?: string;
  readonly maxEntries?: number;
  /** True if a file that cannot be read is an error. Otherwise it is dropped: it is a session at most. */
  readonly isPrecious?: boolean;
}

/**
 * Opens a store with what its folder holds.
 *
 * @throws if its entries are precious and one cannot be read
 */
export function openStateStore<Payload extends object>(options: StateStoreOptions): StateStore<Payload> {
  const { folder } = options;
  const maxEntries = options.maxEntries ?? defaultMaxEntries;
  const entries = new Map<string, Entry<Payload>>();

  function remove(id: string): void {
    if (entries.delete(id) && folder !== undefined) rmSync(pathOf(folder, id), { force: true });
  }

  function set(id: string, payload: Payload, expiresAtMs: number): void {
    const entry = { id, payload, expiresAtMs };
    entries.delete(id);
    entries.set(id, entry);
    if (folder !== undefined) writePrivateFile(pathOf(folder, id), JSON.stringify(entry));
    for (const oldest of entries.keys()) {
      if (entries.size <= maxEntries) break;
      remove(oldest);
    }
  }

  function sweep(): void {
    const nowMs = Date.now();
    for (const { id, expiresAtMs } of [...entries.values()]) {
      if (expiresAtMs <= nowMs) remove(id);
    }
  }

  if (folder !== undefined) {
    for (const entry of loadEntries<Payload>(folder, options.isPrecious ?? false))
      entries.set(entry.id, entry);
    sweep();
  }

  return {
    get(id) {
      const entry = entries.get(id);
      return entry !== undefined && entry.expiresAtMs > Date.now() ? entry.payload : undefined;
    },
    set,
    delete: remove,
    values: () => [...entries.values()].filter(({ expiresAtMs }) => expiresAtMs > Date.now()),
    sweep,
  };
}

/** Identifiers are secrets and of any form; their hash is neither. */
function pathOf(folder: string, id: string): string {
  return join(folder, `${createHash('sha256').update(id).digest('hex')}.json`);
}

function loadEntries<Payload>(folder: string, isPrecious: boolean): Entry<Payload>[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const entry = name.endsWith('.json') ? parseEntry<Payload>(readFileIfAny(path) ?? '') : undefined;
    // A draft that a crash left behind is nothing; the file that it was to replace is whole.
    const isDraft = !name.endsWith('.json');
    if (entry === undefined && isPrecious && !isDraft) throw new Error(`${path} cannot be read.`);
    if (entry === undefined) rmSync(path, { force: true });
    return entry ?? [];
  });
}

function parseEntry<Payload>(text: string): Entry<Payload> | undefined {
  try {
    return entrySchema.parse(JSON.parse(text)) as Entry<Payload>;
  } catch {
    return undefined;
  }
}
