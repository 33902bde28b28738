import { runCommand } from './command.ts';
import { runOnce } from './run-once.ts';

const about = {
  what: 'Kills everything on the way of issued invoices again and again, and compares what arrived with what was issued.',
  file: 'e2e/event-path/main.ts',
};

await runCommand(about, async (log, options) => {
  const result = await runOnce(log, options);
  const { isRight, load, kills, seconds, findings } = result;
  const killed = Object.entries(kills).map(([name, count]) => `${name} ${count}`);
  const lines = [
    `${load.issued} messages on the log of ${log}, seed ${options.seed}`,
    `killed: ${killed.join(', ')}`,
    `${seconds.toFixed(1)} s, ${Math.round(load.issued / seconds)} messages/s; the last ${result.catchUpSeconds.toFixed(1)} s catching up`,
    `${load.failures} transactions of the writer tried again, ${load.rolledBack} invoices rolled back`,
    `${result.repeats} records recognised as repeats, ${result.failedStarts} starts refused by a server that was away`,
    `${result.diedAlone} processes that ended by themselves once they were ready`,
    ...findings.map(({ what, count }) => `${count} ${what}`),
    ...(isRight ? [] : [`What the processes said is in ${result.logFolder}`]),
  ];
  return { isRight, lines };
});
