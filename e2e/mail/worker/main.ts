import { z } from 'zod';
import { databaseUrl } from '#platform/configuration/fields.ts';
import { mailFields } from '#platform/mail/mail-fields.ts';
import { startMailWorker } from '#platform/mail/start-mail-worker.ts';
import { testMails } from '#platform/mail/testing/mail-test-tables.ts';
import { runService } from '#platform/process/run-service.ts';
import { defineService } from '#platform/process/service.ts';

/** Short, so that a mail whose worker was killed is known to be uncertain soon. */
const times = {
  composeMs: 4_000,
  deliverMs: 6_000,
  spareMs: 2_000,
  backoff: { firstMs: 100, maxMs: 2_000 },
};

/** Sends the mails of the suite's table as a service does, with a text of each mail's number. */
const mailWorkerService = defineService({
  name: 'mail-worker',
  fields: z.object({ ...mailFields, DATABASE_URL: databaseUrl() }),
  start: (service) =>
    startMailWorker(service, {
      table: testMails,
      compose: async ({ about, recipient = '' }) => ({
        kind: 'mail',
        to: recipient,
        subject: `Mail ${about['number']}`,
        text: `This is mail ${about['number']}.\n`,
        attachments: [
          { filename: 'a.bin', contentType: 'application/octet-stream', content: new Uint8Array(20_000) },
        ],
      }),
      times,
    }),
});

await runService(mailWorkerService, process.env);
