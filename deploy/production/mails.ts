import { z } from 'zod';
import { findProblems, parseConfiguration } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { toMailDomain } from '#platform/mail/mail-address.ts';
import { mailFields } from '#platform/mail/mail-fields.ts';
import { isLoopback } from '#platform/mail/smtp/smtp-server.ts';

const fields = z.object(mailFields);
/** Domains that no mail comes from (RFC 2606, RFC 6761), and names of one machine. */
const noDomain = /(^|\.)(example|test|invalid|localhost|local|localdomain|example\.(com|net|org))$/i;

/**
 * Judges what the variables say of mails: a mail server that is reached by TLS, and a sender whose domain exists.
 *
 * @returns all problems, one line each, without secrets
 */
export function findMailProblems(environment: Environment): readonly string[] {
  const wrong = findProblems(fields, environment);
  if (wrong.length > 0) return wrong;
  const { SMTP_URL: server, MAIL_FROM: sender } = parseConfiguration(fields, environment);
  return [
    ...(server === undefined
      ? [
          'SMTP_URL: is missing: mails are written to files and reach nobody; name a mail server, as platform/mail/README.md says',
        ]
      : []),
    ...(server?.tls === 'NONE' && !isLoopback(server.host)
      ? [
          'SMTP_URL: must not have tls=none for a server on another machine, as mails have data of people and companies',
        ]
      : []),
    ...(noDomain.test(toMailDomain(sender.address))
      ? [
          `MAIL_FROM: is at ${toMailDomain(sender.address)}, from which no mail comes; give an address of your own domain`,
        ]
      : []),
  ];
}
