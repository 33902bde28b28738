import type { LogDisk } from './log-file.ts';

/** Tells people once that the logs of a folder cannot be written, and once that they can again. */
export function createLogDisk(folder: string, print: (line: string) => void): LogDisk {
  let lostLines = 0;
  return {
    failed(error) {
      lostLines += 1;
      if (lostLines > 1) return;
      const code = findCode(error);
      const fault =
        code === 'ENOSPC' || code === 'EDQUOT'
          ? `The disk of ${folder} is full`
          : `Logs cannot be written to ${folder} (${code})`;
      print(`${fault}. The system goes on without logs until they can be written.`);
    },
    written() {
      if (lostLines === 0) return;
      print(`Logs are written to ${folder} again; ${lostLines} lines were lost.`);
      lostLines = 0;
    },
  };
}

function findCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error) return String(error.code);
  return error.cause === undefined ? error.message : findCode(error.cause);
}
