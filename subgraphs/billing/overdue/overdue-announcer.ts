import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Log } from '#platform/log/log.ts';
import { today } from '#schema/calendar/day.ts';
import type { Clock } from '../clock.ts';
import { type ImportBacklog, startImportBacklog } from '../import-backlog.ts';
import { announceOverdue } from './announce-overdue.ts';

export interface OverdueAnnouncerOptions {
  readonly db: PostgresJsDatabase;
  readonly log: Log;
  readonly clock: Clock;
  /** The seller's, whose midnight ends a due day. */
  readonly timeZone: string;
  /** The pause between looks, in milliseconds. */
  readonly everyMs?: number;
}

/** The number of invoices that are announced in one transaction. */
const atOnce = 100;

/** Announces invoices that become overdue, soon after the end of their due day; of several processes one is at work. */
export function startOverdueAnnouncer(options: OverdueAnnouncerOptions): ImportBacklog {
  const { db, log, clock, timeZone, everyMs = 60_000 } = options;
  return startImportBacklog({
    takeStep: async () => {
      const hasMore = await announceOverdue(db, { today: today(clock, timeZone), now: clock(), atOnce });
      return { newest: null, isDone: !hasMore };
    },
    everyMs,
    onFailure: (err) => log.warn({ err }, 'could not announce overdue invoices; trying again'),
  });
}
