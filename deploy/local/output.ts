import { join } from 'node:path';
import { Lines } from './lines.ts';
import { type LogDisk, openLogFile } from './log-file.ts';
import { toLogLine } from './log-line.ts';

/** Where the lines of one log go. */
export interface LogOutput {
  /** Takes a line, of which so many characters are missing. */
  take(line: string, cutCharacters: number): void;
  close(): void;
}

/** Where one process's output goes. */
export interface ProcessOutput {
  /** Takes text as it comes, lines in pieces included. */
  write(text: string): void;
  close(): void;
}

export interface OutputOptions {
  /** Each log has its file here. */
  readonly folder: string;
  /** True if everything is shown, not only warnings and worse. */
  readonly isVerbose: boolean;
  readonly print: (line: string) => void;
  /** Told of logs that cannot be written; without it such a log ends whoever writes it. */
  readonly disk?: LogDisk;
}

const shownCharacters = 1_000;

/** Writes lines to the file of a log and shows the remarkable ones. */
export function openLogOutput(name: string, options: OutputOptions): LogOutput {
  const { folder, isVerbose, print, disk } = options;
  const file = openLogFile(join(folder, `${name}.log`), disk === undefined ? {} : { disk });
  return {
    take(given, cutCharacters) {
      const line = cutCharacters === 0 ? given : toCutLine(name, given, cutCharacters);
      file.write(`${line}\n`);
      const { isRemarkable, text } = toLogLine(name, line);
      if (isRemarkable || isVerbose) print(text);
    },
    close: () => file.close(),
  };
}

/** Writes the lines of a process to its file and shows the remarkable ones. */
export function openOutput(process: string, options: OutputOptions): ProcessOutput {
  const output = openLogOutput(process, options);
  const lines = new Lines(output.take);
  return {
    write: (text) => lines.write(text),
    close() {
      lines.end();
      output.close();
    },
  };
}

/** A line of JSON that stands for one which is too long. */
function toCutLine(process: string, beginning: string, cutCharacters: number): string {
  return JSON.stringify({
    level: 'warn',
    time: new Date().toISOString(),
    name: process,
    msg: 'a line was too long for the log',
    characters: beginning.length + cutCharacters,
    beginning: beginning.slice(0, shownCharacters).toWellFormed(),
  });
}
