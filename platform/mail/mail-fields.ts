import { z } from 'zod';
import { integer } from '#platform/configuration/fields.ts';
import { parseMailSender } from './mail-address.ts';
import { parseSmtpUrl } from './smtp/smtp-server.ts';

/** The variables of a process that sends mails. */
export const mailFields = {
  /** The sender, a name and an address. */
  MAIL_FROM: z
    .string()
    .default('Facturation <facturation@example.com>')
    .transform((text, context) => {
      const sender = parseMailSender(text);
      if (sender !== undefined) return sender;
      context.addIssue({
        code: 'custom',
        message: 'must be an address, or a name and an address, such as Facturation <billing@example.com>',
      });
      return z.NEVER;
    }),
  /** The mail server; without one, mails are put into a folder. */
  SMTP_URL: z
    .string()
    .transform((text, context) => {
      const parsed = parseSmtpUrl(text);
      if (!('problem' in parsed)) return parsed;
      context.addIssue({ code: 'custom', message: parsed.problem });
      return z.NEVER;
    })
    .optional(),
  /** A file with the certificates of the authorities that the mail server's certificate may be of. */
  SMTP_CA_FILE: z.string().optional(),
  SMTP_CONNECTIONS: integer({ min: 1, max: 50, byDefault: 4 }),
  SMTP_CONNECT_MS: integer({ min: 500, max: 60_000, byDefault: 10_000 }),
  SMTP_ANSWER_MS: integer({ min: 500, max: 600_000, byDefault: 60_000 }),
  /** The folder of mails without a mail server. */
  MAIL_FOLDER: z.string().default('.data/mail'),
  /** The largest mail, with its attachments as they are sent. */
  MAIL_MAX_MIB: integer({ min: 1, max: 100, byDefault: 20 }),
  /** A mail that was not sent for so long after it was due is given up, after 12 attempts at least. */
  MAIL_GIVE_UP_HOURS: integer({ min: 1, max: 720, byDefault: 72 }),
};

/** The values parsed with {@link mailFields}. */
export type MailVariables = z.output<z.ZodObject<typeof mailFields>>;
