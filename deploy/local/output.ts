import { join } from 'node:path';
import { openLogFile } from './log-file.ts';
import { toLogLine } from './log-line.ts';

/** Where one process's output goes. */
export interface ProcessOutput {
  /** Takes text as it comes, lines in pieces included. */
  write(text: string): void;
  close(): void;
}

export interface OutputOptions {
  /** Each process has its file here. */
  readonly folder: string;
  /** Whether everything is shown, not only warnings and worse. */
  readonly isVerbose: boolean;
  readonly print: (line: string) => void;
}

/** A line longer than this is cut, so that a process without line ends cannot fill the memory. */
const maxLineLength = 65_536;

/** Writes the lines of a process to its file and shows the remarkable ones. */
export function openOutput(process: string, { folder, isVerbose, print }: OutputOptions): ProcessOutput {
  const file = openLogFile(join(folder, `${process}.log`));
  let rest = '';
  const take = (line: string) => {
    if (line === '') return;
    file.write(`${line}\n`);
    const { isRemarkable, text } = toLogLine(process, line);
    if (isRemarkable || isVerbose) print(text);
  };
  return {
    write(text) {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, maxLineLength);
      for (const line of lines) take(line);
    },
    close() {
      take(rest);
      rest = '';
      file.close();
    },
  };
}
