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
}

/** Opens a store with what its folder holds. A file that cannot be read is dropped: it is a session at most. */
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
    for (const entry of loadEntries<Payload>(folder)) entries.set(entry.id, entry);
    sweep();
  }

  return {
    get: (id) => entries.get(id)?.payload,
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

function loadEntries<Payload>(folder: string): Entry<Payload>[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const entry = name.endsWith('.json') ? parseEntry<Payload>(readFileIfAny(path) ?? '') : undefined;
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
