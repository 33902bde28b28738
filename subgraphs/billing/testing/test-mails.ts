import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eq } from '#platform/database/drizzle.ts';
import { FolderTransport } from '#platform/mail/folder-transport.ts';
import { MailWorker } from '#platform/mail/mail-worker.ts';
import { waitFor } from '#platform/testing/wait-for.ts';
import type { Disputes } from '../directories/disputes.ts';
import { DocumentArchive } from '../documents/document-archive.ts';
import { createInvoiceMailComposer } from '../mail/compose-invoice-mail.ts';
import { createLinkOpener } from '../mail/create-link-opener.ts';
import { mails } from '../mail-tables.ts';
import { type ReadMail, readMail } from './read-mail.ts';
import type { TestBilling } from './test-billing.ts';

/** A worker that sends billing's mails into a folder. */
export interface TestMails {
  /** Waits until no mail is on its way, and gives the messages that were written since the last call, in the order of queueing. */
  settle(): Promise<ReadMail[]>;
  /** Stops the worker, so that mails wait. */
  pause(): Promise<void>;
  resume(): void;
  close(): Promise<void>;
}

/** Starts it. By default nobody disputes an invoice. */
export async function startTestMails(
  billing: TestBilling,
  disputes: Disputes = undisputed,
): Promise<TestMails> {
  const folder = await mkdtemp(join(tmpdir(), 'mails-'));
  const { db, sql } = billing.database;
  const { surroundings } = billing;
  const { log } = surroundings;
  const transport = await FolderTransport.open(folder);
  const start = () =>
    new MailWorker({
      sql,
      table: mails,
      transport,
      sender: { name: 'Comptoir', address: 'invoices@comptoir.example' },
      pollMs: 20,
      log,
      compose: createInvoiceMailComposer({
        db,
        ...surroundings,
        documentArchive: new DocumentArchive({ db, ...surroundings }),
        disputes,
        openLink: createLinkOpener({ db, ...surroundings }, 'test'),
      }),
    });
  let worker: MailWorker | undefined = start();
  const seen = new Set<string>();
  return {
    pause: async () => {
      await worker?.close();
      worker = undefined;
    },
    resume: () => {
      worker ??= start();
    },
    settle: async () => {
      await waitFor('no mail is on its way', async () => {
        const waiting = await db.select().from(mails).where(eq(mails.state, 'WAITING'));
        const sending = await db.select().from(mails).where(eq(mails.state, 'SENDING'));
        return waiting.every(({ notBefore }) => notBefore > new Date()) && sending.length === 0;
      });
      const sent = await db.select().from(mails).where(eq(mails.state, 'SENT')).orderBy(mails.id);
      const fresh = sent.filter(({ id }) => !seen.has(id));
      for (const { id } of fresh) seen.add(id);
      const files = new Map(
        await Promise.all(
          (await readdir(folder)).map(async (name) => {
            const mail = readMail(await readFile(join(folder, name)));
            return [mail.headers.get('message-id'), mail] as const;
          }),
        ),
      );
      return fresh.map(({ messageId }) => {
        const mail = files.get(messageId ?? '');
        if (mail === undefined) throw new Error(`There is no file of the mail ${messageId}.`);
        return mail;
      });
    },
    close: async () => {
      await worker?.close();
      await rm(folder, { recursive: true });
    },
  };
}

const undisputed: Disputes = { isDisputed: () => Promise.resolve(false) };
