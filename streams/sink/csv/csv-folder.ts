import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The folder of the CSV files, as the writer needs it. A port, so that a test can let any step of it fail. */
export interface CsvFolder {
  /** The CSV files that are there, by name, and their lengths in bytes. */
  list(): Promise<ReadonlyMap<string, number>>;
  /** Opens a file for reading and writing, and creates it if it does not exist. */
  open(name: string): Promise<CsvHandle>;
  /** Renames a file that is not ours, so that no list shows it. */
  setAside(name: string): Promise<void>;
  /** Makes sure that the names in the folder outlive a loss of power. */
  sync(): Promise<void>;
}

/** An open file. */
export interface CsvHandle {
  /** Reads the bytes at a place; fewer than requested at the end of the file. */
  read(start: number, length: number): Promise<Buffer>;
  write(start: number, bytes: Buffer): Promise<void>;
  truncate(bytes: number): Promise<void>;
  /** Makes sure that what was written outlives a loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the folder, and creates it if it does not exist. */
export async function openCsvFolder(path: string): Promise<CsvFolder> {
  await mkdir(path, { recursive: true });
  return {
    list: async () => {
      const names = (await readdir(path)).filter((name) => name.endsWith('.csv'));
      const sizes = await Promise.all(names.map(async (name) => (await stat(join(path, name))).size));
      return new Map(names.map((name, index) => [name, sizes[index] ?? 0]));
    },
    // Not for appending: a write at a fixed place can be repeated.
    open: async (name) => toHandle(await open(join(path, name), constants.O_RDWR | constants.O_CREAT, 0o640)),
    setAside: (name) => rename(join(path, name), join(path, `${name}.unknown-${Date.now()}`)),
    sync: async () => {
      const folder = await open(path, 'r');
      try {
        await folder.sync();
      } finally {
        await folder.close();
      }
    },
  };
}

function toHandle(file: FileHandle): CsvHandle {
  return {
    read: async (start, length) => {
      const buffer = Buffer.allocUnsafe(length);
      let filled = 0;
      while (filled < length) {
        const { bytesRead } = await file.read(buffer, filled, length - filled, start + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return buffer.subarray(0, filled);
    },
    write: async (start, bytes) => {
      let written = 0;
      while (written < bytes.length) {
        const { bytesWritten } = await file.write(bytes, written, bytes.length - written, start + written);
        written += bytesWritten;
      }
    },
    truncate: (bytes) => file.truncate(bytes),
    sync: () => file.datasync(),
    close: () => file.close(),
  };
}
