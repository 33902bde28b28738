import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Command } from 'commander';
import { describeMachine, toMarkdownTable } from '../markdown.ts';
import type { DrawFigures } from './draw-figures.ts';

/** PDF files with Factur-X that one processor draws in a second, and the memory of the process, by the lines of the invoice. */
const { seconds, lines } = new Command()
  .name('documents')
  .option('--seconds <count>', 'how long to draw each invoice', Number, 10)
  .option('--lines <counts>', 'the lines of the invoices, with commas between', '4,25,100,1000')
  .parse()
  .opts<{ seconds: number; lines: string }>();

const run = promisify(execFile);
const program = join(import.meta.dirname, 'draw-run.ts');

/** Draws in a process of its own, all of whose threads share processor 0. */
async function draw(lineCount: number): Promise<DrawFigures> {
  const command = ['-c', '0', process.execPath, program, String(lineCount), String(seconds)];
  const { stdout } = await run('taskset', command, { timeout: (seconds * 2 + 60) * 1000 });
  return JSON.parse(stdout);
}

const rows: string[][] = [];
for (const lineCount of lines.split(',').map(Number)) {
  const figures = await draw(lineCount);
  rows.push([
    lineCount.toLocaleString('en'),
    (figures.fileBytes / 1024).toFixed(0),
    (figures.count / figures.wallSeconds).toFixed(1),
    (figures.count / figures.cpuSeconds).toFixed(1),
    figures.medianMs.toFixed(1),
    figures.firstMs.toFixed(0),
    figures.firstPeakMiB.toFixed(0),
    figures.peakMiB.toFixed(0),
  ]);
}
console.log(`${describeMachine()}; ${seconds} s for each row.\n`);
const header = [
  'lines',
  'file KiB',
  'PDF/s',
  'PDF/CPU s',
  'median ms',
  'first ms',
  'MiB after first',
  'MiB at most',
];
console.log(toMarkdownTable(header, rows));
