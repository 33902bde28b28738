import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { MailVariables } from '#platform/mail/mail-fields.ts';
import { startMailWorker } from '#platform/mail/start-mail-worker.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { toBackoffMs } from '#platform/waiting/backoff.ts';
import type { Bell } from '#platform/waiting/bell.ts';
import { pause } from '#platform/waiting/pause.ts';
import { mails } from '../tables.ts';
import { createNoticeMailComposer } from './compose-notice-mail.ts';
import { queueNoticeMails } from './queue-notice-mails.ts';

export interface NoticeMailParts {
  readonly db: PostgresJsDatabase;
  /** Rung when there may be new notices. */
  readonly changes: Bell;
}

/** The variables of mails to staff. */
export interface NoticeMailVariables extends MailVariables {
  readonly DATABASE_URL: string;
  readonly PAGE_URL?: string | undefined;
  readonly SELLER_TIME_ZONE: string;
}

const pollMs = 5_000;
const backoff = { firstMs: 500, maxMs: 30_000 };

/** Starts to queue mails of notices and to send them; the service's owner ends it. */
export async function startNoticeMails(
  service: ServiceParts<NoticeMailVariables>,
  { db, changes }: NoticeMailParts,
): Promise<void> {
  const { configuration, log, owner } = service;
  const { PAGE_URL: pageUrl, SELLER_TIME_ZONE: timeZone } = configuration;
  await startMailWorker(service, {
    table: mails,
    compose: createNoticeMailComposer(db, { pageUrl, timeZone, clock: () => new Date() }),
  });
  const closing = new AbortController();
  const run = async () => {
    let failures = 0;
    while (!closing.signal.aborted) {
      const { rings } = changes;
      try {
        const isMoreWaiting = await queueNoticeMails(db);
        failures = 0;
        if (!isMoreWaiting) await changes.waitBeyond(rings, closing.signal, pollMs);
      } catch (err) {
        failures += 1;
        const waitMs = toBackoffMs(failures, backoff);
        log.warn({ err, waitMs: Math.round(waitMs) }, 'could not queue mails of notices; trying again');
        await pause(waitMs, closing.signal);
      }
    }
  };
  const running = run();
  owner.own('mails of notices', async () => {
    closing.abort();
    await running;
  });
}
