import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { Command } from 'commander';
import { createSystemEnvironment, startRunningSystem } from '../e2e/running-system.ts';
import { describeMachine, toMarkdownTable } from './markdown.ts';
import { type ProcessFigures, readProcessFigures } from './process-figures.ts';

/** The duration of `npm start`, on an empty folder and again, and the memory of each process afterwards. */
const { runs } = new Command()
  .name('cold-start')
  .option('--runs <count>', 'how often to start', Number, 5)
  .parse()
  .opts<{ runs: number }>();

const starts = {
  'first start, empty folder, without the demo': [],
  'first start with the demo': [],
  'second start': [],
} as Record<string, { readonly seconds: number; readonly cpuSeconds: number }[]>;
let memory: ProcessFigures[] = [];

for (let run = 0; run < runs; run += 1) {
  await startAndStop('first start, empty folder, without the demo', await createSystemEnvironment(), [
    '--no-demo',
  ]);
  const environment = await createSystemEnvironment();
  await startAndStop('first start with the demo', environment, [], true);
  await startAndStop('second start', environment, []);
}

console.log(`${describeMachine()}; ${runs} starts of each kind.\n`);
console.log(
  toMarkdownTable(
    ['start', 'median s', 'fastest s', 'slowest s', 'median CPU s'],
    Object.entries(starts).map(([kind, measured]) => {
      const seconds = measured.map((one) => one.seconds);
      const cpuSeconds = measured.map((one) => one.cpuSeconds);
      const figures = [median(seconds), Math.min(...seconds), Math.max(...seconds), median(cpuSeconds)];
      return [kind, ...figures.map((figure) => figure.toFixed(1))];
    }),
  ),
);
console.log('\nAfter the second start:\n');
console.log(
  toMarkdownTable(
    ['process', 'memory MiB', 'CPU s'],
    memory.map(({ name, memoryMiB, cpuSeconds }) => [name, memoryMiB.toFixed(0), cpuSeconds.toFixed(1)]),
  ),
);

async function startAndStop(
  kind: string,
  environment: Record<string, string>,
  flags: string[],
  keepsFolder = false,
): Promise<void> {
  const startedAt = performance.now();
  const system = await startRunningSystem({ environment, flags });
  const seconds = (performance.now() - startedAt) / 1_000;
  memory = await readProcessFigures(environment['DATA_DIR'] ?? '');
  const cpuSeconds = memory.reduce((sum, one) => sum + one.cpuSeconds, 0);
  starts[kind]?.push({ seconds, cpuSeconds });
  const exited = once(system.launcher, 'exit');
  system.launcher.kill('SIGTERM');
  await exited;
  if (!keepsFolder) await rm(environment['DATA_DIR'] ?? '', { recursive: true, force: true });
}

function median(figures: readonly number[]): number {
  return figures.toSorted((one, other) => one - other)[Math.floor(figures.length / 2)] ?? Number.NaN;
}
