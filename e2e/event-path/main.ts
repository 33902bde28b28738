import { parseOptions, type RunOptions, usage } from './options.ts';
import { type RunResult, runOnce } from './run-once.ts';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('Stopped.')));
process.once('SIGTERM', () => stopping.abort(new Error('Stopped.')));

function read(): RunOptions {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

function show(result: RunResult, { seed }: RunOptions): void {
  const { log, load, kills, seconds, catchUpSeconds, findings } = result;
  const killed = Object.entries(kills).map(([name, count]) => `${name} ${count}`);
  console.log(`
${result.isRight ? 'Right' : 'WRONG'}: ${load.issued} messages on the log of ${log}, seed ${seed}
  killed: ${killed.join(', ')}
  ${seconds.toFixed(1)} s, ${Math.round(load.issued / seconds)} messages/s; the last ${catchUpSeconds.toFixed(1)} s catching up
  ${load.failures} transactions of the writer tried again, ${load.rolledBack} invoices rolled back
  ${result.repeats} records recognised as repeats, ${result.failedStarts} starts refused by a server that was away
  ${result.diedAlone} processes that ended by themselves once they were ready`);
  for (const { what, count } of findings) console.log(`  ${count} ${what}`);
  if (!result.isRight) console.log(`  What the processes said is in ${result.logFolder}`);
}

const options = read();
for (const log of options.logs) {
  try {
    const result = await runOnce(log, { ...options, signal: stopping.signal });
    show(result, options);
    if (!result.isRight) process.exitCode = 1;
  } catch (error) {
    console.error(stopping.signal.aborted ? 'Stopped.' : error);
    process.exitCode = 1;
  }
  if (stopping.signal.aborted) break;
}
