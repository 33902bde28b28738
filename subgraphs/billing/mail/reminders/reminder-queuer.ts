import type { Log } from '#platform/log/log.ts';
import { today } from '#schema/calendar/day.ts';
import { type ImportBacklog, startImportBacklog } from '../../import-backlog.ts';
import type { Billing } from '../../use-cases/billing.ts';
import { forgetRemovedSteps } from './forget-removed-steps.ts';
import { queueReminders } from './queue-reminders.ts';

export interface ReminderQueuerOptions
  extends Pick<Billing, 'db' | 'clock' | 'seller' | 'sellerLanguage' | 'mailPolicy'> {
  readonly log: Log;
  /** The pause between looks, in milliseconds. */
  readonly everyMs?: number;
}

/** The number of invoices that are read in one transaction. */
const atOnce = 100;

/** Queues reminders by the plan, soon after the beginning of their day; of several processes one is at work on a step. */
export function startReminderQueuer(options: ReminderQueuerOptions): ImportBacklog {
  const { db, clock, seller, sellerLanguage, mailPolicy, log, everyMs = 60_000 } = options;
  const { plan } = mailPolicy;
  const { timeZone } = seller;
  let isBegun = false;
  return startImportBacklog({
    takeStep: async () => {
      if (!isBegun) await forgetRemovedSteps(db, plan);
      isBegun = true;
      const round = { plan, today: today(clock, timeZone), timeZone, sellerLanguage, atOnce };
      return { newest: null, isDone: !(await queueReminders(db, round)) };
    },
    everyMs,
    onFailure: (err) => log.warn({ err }, 'could not queue reminders; trying again'),
  });
}
