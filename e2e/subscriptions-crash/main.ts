import { runCommand } from '../event-path/command.ts';
import { runOnce } from './run-once.ts';

const about = {
  what: 'Kills everything between billing and a subscriber of the gateway again and again, and compares what was seen with what was issued.',
  file: 'e2e/subscriptions-crash/main.ts',
};

await runCommand(about, async (log, options) => {
  const result = await runOnce(log, options);
  const { isRight, load, kills, seconds, findings } = result;
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const lines = [
    `${load.issued} invoices on the log of ${log}, seed ${options.seed}`,
    `killed: ${list(kills)}`,
    `${seconds.toFixed(1)} s, ${Math.round(load.issued / seconds)} invoices/s; the last ${result.catchUpSeconds.toFixed(1)} s catching up`,
    `connections of who follows: ${list(result.connections)}`,
    `${load.failures} transactions of the writer tried again, ${load.rolledBack} invoices rolled back`,
    `${result.failedStarts} starts refused by a server that was away`,
    `${result.diedAlone} processes that ended by themselves once they were ready`,
    ...findings.map(({ what, count }) => `${count} ${what}`),
    ...result.failures.map((why) => `ended: ${why}`),
    ...(isRight ? [] : [`What the processes said is in ${result.logFolder}`]),
  ];
  return { isRight, lines };
});
