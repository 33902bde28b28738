import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import {
  type SmtpReaction,
  type SmtpStage,
  SmtpTestServer,
} from '#platform/mail/testing/smtp-test-server.ts';
import { reportToParent } from '#platform/process/messages.ts';
import { Random } from '#platform/testing/random.ts';
import { readMail } from '../../../subgraphs/billing/testing/read-mail.ts';
import { refusedAddress } from '../addresses.ts';

/*
 * A mail server that writes the message id of each mail and the hashes of its files to a journal, on the disk, before it confirms the mail. Now and then it is
 * busy, or ends a connection before or after it has taken the mail.
 */
const { SMTP_PORT: port = '', JOURNAL: journalPath = '', SEED: seed = '' } = process.env;
const journal = await open(journalPath, 'a');
// Each start goes on with others.
const random = new Random(Number(seed) + process.pid);

function react(stage: SmtpStage, words: string): SmtpReaction {
  if (stage === 'RCPT' && words === refusedAddress) return { code: 550, words: '5.1.1 no such mailbox' };
  const chance = random.below(1_000);
  if (stage === 'RCPT' && chance < 10) return { code: 450, words: '4.2.0 greylisted' };
  if (stage === 'MESSAGE_BEGIN' && chance < 5) return 'DROP';
  if (stage === 'MESSAGE_END' && chance < 5) return { code: 452, words: '4.3.1 no room' };
  if (stage === 'MESSAGE_END' && chance < 8) return 'DROP';
  return undefined;
}

const server = await SmtpTestServer.start({
  port: Number(port),
  react,
  onTaken: async ({ messageId, source }) => {
    const hashes = readMail(Buffer.from(source)).attachments.map(({ content }) =>
      createHash('sha256').update(content).digest('hex'),
    );
    await journal.appendFile(`${[messageId, ...hashes].join(' ')}\n`);
    await journal.datasync();
    // It has the mail, and does not say so.
    if (random.below(1_000) < 3) server.dropConnections();
  },
});
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => process.exit(0));
reportToParent({ type: 'ready' });
