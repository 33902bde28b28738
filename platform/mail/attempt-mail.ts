import type { Log } from '#platform/log/log.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import { unlessAborted } from '#platform/waiting/unless-aborted.ts';
import { composeMessage } from './compose-message.ts';
import type { ComposedMail, ComposeMail } from './mail.ts';
import { type MailSender, toMailDomain } from './mail-address.ts';
import type { ClaimedMail, MailOutcome, MailStore } from './mail-store.ts';
import type { MailDelivery, MailTransport } from './mail-transport.ts';

/** The times of a worker, in milliseconds. */
export interface MailTimes {
  /** The limit for composing a mail. */
  readonly composeMs: number;
  /** The limit for handing one over, all steps together. */
  readonly deliverMs: number;
  /** The time by which a lease is longer than the work in it. */
  readonly spareMs: number;
  /** The waits between attempts. */
  readonly backoff: { readonly firstMs: number; readonly maxMs: number };
  /** The time since a mail was due after which it is given up, unless it had few attempts. */
  readonly giveUpMs: number;
}

export interface AttemptParts {
  readonly store: MailStore;
  readonly transport: MailTransport;
  readonly compose: ComposeMail;
  readonly sender: MailSender;
  readonly maxBytes: number;
  readonly times: MailTimes;
  readonly log: Log;
  /** Aborts when the worker may wait no longer. */
  readonly signal: AbortSignal;
}

/** The attempts that a mail has at least before it is given up; the usual waits between them make up more than half an hour. */
const minAttempts = 12;

/** The problem of a mail that could not be written. Whoever reads the mails must not read errors, which may hold values of the data. */
const notComposed = 'The mail could not be written; the log says why, under the id of the mail.';

/** The end of an attempt: the outcome to record, and if the mail server itself failed. */
export interface Attempted {
  readonly outcome: MailOutcome;
  /** Undefined if the server was not asked. */
  readonly isServerFailure: boolean | undefined;
}

/**
 * Composes a mail, records that it is about to be handed over, and hands it over.
 *
 * @returns undefined if the mail is in other hands by now
 * @throws if the database fails
 */
export async function attemptMail(mail: ClaimedMail, parts: AttemptParts): Promise<Attempted | undefined> {
  const { store, transport, sender, maxBytes, times } = parts;
  const composed = await compose(mail, parts);
  if ('outcome' in composed) return composed;
  const messageId = mail.messageId ?? `<${mail.id}@${toMailDomain(sender.address)}>`;
  const written = await composeMessage(composed.mail, { messageId, sender, maxBytes, date: new Date() });
  if ('problems' in written) {
    return end({ state: 'REFUSED', code: 'INVALID', problem: written.problems.join('; ') });
  }
  const leaseMs = times.deliverMs + times.spareMs;
  if (!(await store.begin(mail, { recipient: composed.mail.to, messageId, leaseMs }))) return undefined;
  const signal = AbortSignal.any([parts.signal, AbortSignal.timeout(times.deliverMs)]);
  const startedAt = new Date();
  const delivery = await transport.deliver(written.message, signal);
  const isServerFailure = delivery.kind === 'failed' && delivery.isOfServer;
  return {
    outcome: toOutcome(delivery, { mail, times, startedAt, target: transport.target }),
    isServerFailure,
  };
}

async function compose(
  mail: ClaimedMail,
  { compose, times, log, signal }: AttemptParts,
): Promise<Attempted | { readonly mail: ComposedMail }> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(times.composeMs)]);
  const { id, kind, about } = mail;
  const queued = {
    id,
    kind,
    about,
    recipient: mail.recipient ?? undefined,
    language: mail.language ?? undefined,
    notBefore: new Date(mail.notBeforeMs),
  };
  try {
    const composition = await unlessAborted(compose(queued, limit), limit);
    if (composition.kind === 'mail') return { mail: composition };
    if (composition.kind === 'later') return end({ state: 'WAITING', notBefore: composition.at });
    return end({ state: 'CANCELLED', code: 'CANCELLED', problem: composition.reason });
  } catch (err) {
    log.warn({ err, mailId: id, kind }, 'could not write a mail');
    return end(toRetry(mail, times, { code: 'NOT_COMPOSED', problem: notComposed }));
  }
}

function end(outcome: MailOutcome): Attempted {
  return { outcome, isServerFailure: undefined };
}

interface Handing {
  readonly mail: ClaimedMail;
  readonly times: MailTimes;
  readonly startedAt: Date;
  readonly target: string;
}

function toOutcome(delivery: MailDelivery, { mail, times, startedAt, target }: Handing): MailOutcome {
  switch (delivery.kind) {
    case 'sent':
      return { state: 'SENT', answer: delivery.answer };
    case 'refused':
      return { state: 'REFUSED', code: 'REFUSED_BY_SERVER', problem: delivery.problem };
    case 'uncertain': {
      const problem = `handed to ${target} at ${startedAt.toISOString()}, no answer: ${delivery.problem}`;
      return { state: 'UNCERTAIN', code: 'NO_ANSWER', problem };
    }
    case 'failed':
      return toRetry(mail, times, { code: 'NOT_SENT', problem: delivery.problem });
  }
}

/** Another attempt, or the end of all if they have failed for too long: the time alone says little of a mail that nobody tried. */
function toRetry(
  { attempts, waitedMs }: ClaimedMail,
  { backoff, giveUpMs }: MailTimes,
  { code, problem }: { readonly code: 'NOT_SENT' | 'NOT_COMPOSED'; readonly problem: string },
): MailOutcome {
  if (waitedMs < giveUpMs || attempts < minAttempts)
    return { state: 'WAITING', code, problem, waitMs: toBackoffMs(attempts, backoff) };
  const hours = Math.round(waitedMs / 3_600_000);
  const words = `given up after ${attempts} attempts in ${hours} hours; the last one: ${problem}`;
  return { state: 'REFUSED', code: 'GAVE_UP', problem: words };
}
