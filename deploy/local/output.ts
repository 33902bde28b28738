import { join } from 'node:path';
import { type LogDisk, openLogFile } from './log-file.ts';
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
  /** Told of logs that cannot be written; without it such a log ends whoever writes it. */
  readonly disk?: LogDisk;
}

/** Of a longer line only the beginning is kept, so that a process without line ends cannot fill the memory. */
const maxLineCharacters = 65_536;
const shownCharacters = 1_000;

/** Writes the lines of a process to its file and shows the remarkable ones. */
export function openOutput(process: string, options: OutputOptions): ProcessOutput {
  const { folder, isVerbose, print, disk } = options;
  const file = openLogFile(join(folder, `${process}.log`), disk === undefined ? {} : { disk });
  let rest = '';
  let cutCharacters = 0;
  const take = (line: string) => {
    if (line === '') return;
    file.write(`${line}\n`);
    const { isRemarkable, text } = toLogLine(process, line);
    if (isRemarkable || isVerbose) print(text);
  };
  const add = (piece: string) => {
    const kept = piece.slice(0, maxLineCharacters - rest.length);
    cutCharacters += piece.length - kept.length;
    rest += kept;
  };
  const end = () => {
    take(cutCharacters === 0 ? rest : toCutLine(process, rest, cutCharacters));
    rest = '';
    cutCharacters = 0;
  };
  return {
    write(text) {
      const [first = '', ...others] = text.split('\n');
      add(first);
      for (const piece of others) {
        end();
        add(piece);
      }
    },
    close() {
      end();
      file.close();
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
