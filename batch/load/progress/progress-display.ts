import { formatProgress, type ProgressState } from './progress.ts';

/** The output for progress, such as `process.stdout`. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const barEveryMs = 100;
const lineEveryMs = 1_000;

/** Shows the progress of a load: a bar that is overwritten on a terminal, otherwise a line each second. */
export function showProgress(output: ProgressOutput, read: () => ProgressState): { stop(): void } {
  const isTerminal = output.isTTY === true;
  let shown = 0;
  const show = () => {
    const line = formatProgress(read(), isTerminal);
    if (!isTerminal) {
      output.write(`${line}\n`);
      return;
    }
    const fitting = line.slice(0, (output.columns ?? 80) - 1);
    output.write(`\r${fitting.padEnd(shown)}`);
    shown = fitting.length;
  };
  const timer = setInterval(show, isTerminal ? barEveryMs : lineEveryMs);
  return {
    stop() {
      clearInterval(timer);
      if (isTerminal) output.write(`\r${' '.repeat(shown)}\r`);
    },
  };
}
