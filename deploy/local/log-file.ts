import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file that grows to a limit and is then put aside once, as `<name>.1`. */
export interface LogFile {
  write(text: string): void;
  close(): void;
}

const defaultMaxBytes = 10 * 1_048_576;

/**
 * Opens a log file anew: what an earlier run wrote is put aside. Written at once and not buffered, since the last lines
 * before a crash are the ones that matter.
 */
export function openLogFile(file: string, maxBytes = defaultMaxBytes): LogFile {
  mkdirSync(dirname(file), { recursive: true });
  let descriptor: number | undefined = openEmpty(file);
  let bytes = 0;
  return {
    write(text) {
      if (descriptor === undefined) return;
      if (bytes >= maxBytes) {
        closeSync(descriptor);
        descriptor = openEmpty(file);
        bytes = 0;
      }
      bytes += writeSync(descriptor, text);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function openEmpty(file: string): number {
  const descriptor = openSync(file, 'a', 0o600);
  if (fstatSync(descriptor).size === 0) return descriptor;
  closeSync(descriptor);
  renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}
