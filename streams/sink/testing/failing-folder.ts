import type { CsvFolder, CsvHandle } from '../csv/csv-folder.ts';

/** The effect of a crash: bytes that were not synced stay, are gone, or have become zeros. */
export type CrashKind = 'killed' | 'power-lost' | 'power-lost-zeros';

/** A crash that a test staged. */
export class StagedCrash extends Error {}

interface FileState {
  data: Buffer;
  synced: Buffer;
  isNamed: boolean;
}

/** A folder in memory that knows what a loss of power takes, and that crashes at a step a test names. */
export interface FailingFolder extends CsvFolder {
  /** Lets the step after so many others fail, a write after this share of its bytes; none when undefined. */
  crashAfter(steps: number | undefined, tornShare?: number): void;
  /** The content of the folder after the restart of a machine that ended so. */
  restart(kind: CrashKind): void;
  contents(): Record<string, string>;
}

export function createFailingFolder(): FailingFolder {
  let files = new Map<string, FileState>();
  let stepsLeft = Number.POSITIVE_INFINITY;
  let tornShare = 0;

  function step(onCrash?: () => void): void {
    stepsLeft -= 1;
    if (stepsLeft >= 0) return;
    if (stepsLeft === -1) onCrash?.();
    throw new StagedCrash();
  }

  function put(file: FileState, start: number, bytes: Buffer): void {
    const end = start + bytes.length;
    const grown = Buffer.alloc(Math.max(file.data.length, end));
    file.data.copy(grown);
    bytes.copy(grown, start);
    file.data = grown;
  }

  function toHandle(file: FileState): CsvHandle {
    return {
      read: async (start, length) => Buffer.from(file.data.subarray(start, start + length)),
      write: async (start, bytes) => {
        step(() => put(file, start, bytes.subarray(0, Math.floor(bytes.length * tornShare))));
        put(file, start, bytes);
      },
      truncate: async (bytes) => {
        step();
        const cut = Buffer.alloc(bytes);
        file.data.copy(cut);
        file.data = cut;
      },
      sync: async () => {
        step();
        file.synced = file.data;
      },
      close: async () => {},
    };
  }

  return {
    list: async () => new Map([...files].map(([name, { data }]) => [name, data.length])),
    open: async (name) => {
      step();
      const file = files.get(name) ?? { data: Buffer.alloc(0), synced: Buffer.alloc(0), isNamed: false };
      files.set(name, file);
      return toHandle(file);
    },
    setAside: async (name) => {
      step();
      files.delete(name);
    },
    sync: async () => {
      step();
      for (const file of files.values()) file.isNamed = true;
    },
    crashAfter: (steps, share = 0) => {
      stepsLeft = steps ?? Number.POSITIVE_INFINITY;
      tornShare = share;
    },
    restart: (kind) => {
      stepsLeft = Number.POSITIVE_INFINITY;
      if (kind === 'killed') return;
      files = new Map([...files].filter(([, { isNamed }]) => isNamed));
      for (const file of files.values()) {
        file.data = kind === 'power-lost' ? file.synced : zeroUnsynced(file);
        file.synced = file.data;
      }
    },
    contents: () => Object.fromEntries([...files].map(([name, { data }]) => [name, data.toString()])),
  };
}

/** Lengths reached the disk; the bytes after the synced ones did not. */
function zeroUnsynced({ data, synced }: FileState): Buffer {
  const zeroed = Buffer.alloc(data.length);
  synced.copy(zeroed);
  return zeroed;
}
