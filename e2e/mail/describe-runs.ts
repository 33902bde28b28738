import type { BillingRun } from './billing/run-billing.ts';
import type { MailRunOptions } from './options.ts';
import type { MailRun } from './run-once.ts';

/** Describes the run of the suite's own table, a line each. */
export function describeMailRun(run: MailRun, { workers, seed }: MailRunOptions): readonly string[] {
  return [
    `${run.load.queued} mails by ${workers} workers, seed ${seed}`,
    `${run.seconds.toFixed(1)} s, ${Math.round(run.load.queued / run.seconds)} mails/s`,
    `${run.load.failures} transactions of the writers tried again, ${run.load.rolledBack} mails rolled back`,
    ...describeEnd(run),
  ];
}

/** Describes the run of billing, a line each. */
export function describeBillingRun(run: BillingRun, { seed }: MailRunOptions): readonly string[] {
  const { load, calls } = run;
  return [
    `${load.issued.length} invoices issued, ${load.asked.length} sent once more, seed ${seed}`,
    `${run.seconds.toFixed(1)} s, ${run.documents} documents made`,
    `${calls.sent} calls, ${calls.unanswered} of them without an outcome, and repeated`,
    ...describeEnd(run),
  ];
}

function describeEnd(run: MailRun | BillingRun): readonly string[] {
  return [
    `killed: ${list(run.kills)}`,
    `states: ${list(run.states)}; ${run.repeated} took more than one attempt`,
    `${run.takenUncertain} of the uncertain mails are at the server, once each`,
    `${run.diedAlone} processes that ended by themselves once they were ready`,
    ...run.findings.map(({ what, count }) => `${count} ${what}`),
    ...(run.isRight ? [] : [`What the processes said is in ${run.folder}`]),
  ];
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
