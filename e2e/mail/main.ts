import { runBilling } from './billing/run-billing.ts';
import { describeBillingRun, describeMailRun } from './describe-runs.ts';
import { type MailRunOptions, parseMailOptions, usage } from './options.ts';
import { runMails } from './run-once.ts';

const stopping = new AbortController();
process.once('SIGINT', () => stopping.abort(new Error('Stopped.')));
process.once('SIGTERM', () => stopping.abort(new Error('Stopped.')));

const options = readOptions();
const { signal } = stopping;
process.exitCode = 0;
try {
  if (options.mails > 0) {
    const run = await runMails({ ...options, signal });
    report(run.isRight, describeMailRun(run, options));
  }
  if (options.invoices > 0) {
    const run = await runBilling({ ...options, signal });
    report(run.isRight, describeBillingRun(run, options));
  }
} catch (error) {
  console.error(signal.aborted ? 'Stopped.' : error);
  process.exitCode = 1;
}

function report(isRight: boolean, lines: readonly string[]): void {
  console.log(`\n${isRight ? 'Right' : 'WRONG'}: ${lines.join('\n  ')}`);
  if (!isRight) process.exitCode = 1;
}

function readOptions(): MailRunOptions {
  try {
    return parseMailOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}
