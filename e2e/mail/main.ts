import { type MailRunOptions, parseMailOptions, usage } from './options.ts';
import { runMails } from './run-once.ts';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('Stopped.')));
process.once('SIGTERM', () => stopping.abort(new Error('Stopped.')));

const options = readOptions();
try {
  const run = await runMails({ ...options, signal: stopping.signal });
  const list = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const lines = [
    `${run.load.queued} mails by ${options.workers} workers, seed ${options.seed}`,
    `killed: ${list(run.kills)}`,
    `${run.seconds.toFixed(1)} s, ${Math.round(run.load.queued / run.seconds)} mails/s`,
    `${run.load.failures} transactions of the writers tried again, ${run.load.rolledBack} mails rolled back`,
    `states: ${list(run.states)}; ${run.repeated} took more than one attempt`,
    `${run.takenUncertain} of the uncertain mails are at the server, once each`,
    `${run.diedAlone} processes that ended by themselves once they were ready`,
    ...run.findings.map(({ what, count }) => `${count} ${what}`),
    ...(run.isRight ? [] : [`What the processes said is in ${run.folder}`]),
  ];
  console.log(`\n${run.isRight ? 'Right' : 'WRONG'}: ${lines.join('\n  ')}`);
  process.exitCode = run.isRight ? 0 : 1;
} catch (error) {
  console.error(stopping.signal.aborted ? 'Stopped.' : error);
  process.exitCode = 1;
}

function readOptions(): MailRunOptions {
  try {
    return parseMailOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
