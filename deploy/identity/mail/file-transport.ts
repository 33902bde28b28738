import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { writePrivateFile } from '../private-file.ts';
import type { MailSender, MailTransport } from './mail.ts';

/** Mails that are kept; the oldest goes first. */
const maxMails = 200;

/** Writes each mail as an `.eml` file (RFC 5322) instead of sending it, for machines without a mail server. */
export function createFileTransport(folder: string, sender: MailSender): MailTransport {
  const transport = createTransport({
    streamTransport: true,
    buffer: true,
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async deliver({ to, subject, text }) {
      const { message } = await transport.sendMail({
        from: sender,
        to: { name: '', address: to },
        subject,
        text,
      });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // The name sorts by time and tells nobody's address.
      const name = `${new Date().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.eml`;
      writePrivateFile(join(folder, name), message.toString());
      const mails = readdirSync(folder)
        .filter((each) => each.endsWith('.eml'))
        .sort();
      for (const old of mails.slice(0, Math.max(0, mails.length - maxMails))) rmSync(join(folder, old));
    },
    close: () => transport.close(),
  };
}
