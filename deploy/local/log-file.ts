import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file that grows to a limit and is then put aside once, as `<name>.1`. */
export interface LogFile {
  write(text: string): void;
  close(): void;
}

/** Is told what becomes of writes. A log that cannot be written must not end whoever writes it. */
export interface LogDisk {
  failed(error: unknown): void;
  written(): void;
}

export interface LogFileOptions {
  readonly maxBytes?: number;
  /** Without it a failed write throws. */
  readonly disk?: LogDisk;
}

const defaultMaxBytes = 10 * 1_048_576;

/**
 * Opens a log file anew: what an earlier run wrote is put aside. Written at once and not buffered, since the last lines
 * before a crash are the ones that matter. After a failed write the file is opened again for the next one.
 *
 * @throws when the file cannot be opened at first
 */
export function openLogFile(
  file: string,
  { maxBytes = defaultMaxBytes, disk }: LogFileOptions = {},
): LogFile {
  mkdirSync(dirname(file), { recursive: true });
  let descriptor: number | undefined = openEmpty(file);
  let bytes = 0;
  let isClosed = false;
  let isTorn = false;

  function write(text: string): void {
    descriptor ??= openSync(file, 'a', 0o600);
    if (bytes >= maxBytes) {
      closeSync(descriptor);
      descriptor = undefined;
      descriptor = openEmpty(file);
      bytes = 0;
    }
    bytes += writeAll(descriptor, isTorn ? `\n${text}` : text);
    isTorn = false;
    disk?.written();
  }

  return {
    write(text) {
      if (isClosed) return;
      try {
        write(text);
      } catch (error) {
        if (disk === undefined) throw error;
        isTorn ||= error instanceof TornWriteError;
        if (descriptor !== undefined) closeSync(descriptor);
        descriptor = undefined;
        disk.failed(error);
      }
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
      isClosed = true;
    },
  };
}

/** A disk had room for the beginning of a text and not for its end. */
class TornWriteError extends Error {}

function writeAll(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      throw written === 0 ? error : new TornWriteError('a line was written in part', { cause: error });
    }
  }
  return bytes.length;
}

function openEmpty(file: string): number {
  const descriptor = openSync(file, 'a', 0o600);
  if (fstatSync(descriptor).size === 0) return descriptor;
  closeSync(descriptor);
  renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
