import { access, constants } from 'node:fs/promises';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { toError } from '#platform/errors/to-error.ts';
import { FolderTransport } from './folder-transport.ts';
import type { MailVariables } from './mail-fields.ts';
import type { MailTransport } from './mail-transport.ts';
import { SmtpTransport } from './smtp/smtp-transport.ts';

/**
 * Opens the way for mails that the variables name: to a mail server, or without one into a folder. A server need not be
 * there yet.
 *
 * @throws {ConfigurationError} if the folder or the file of certificates cannot be used
 */
export async function openMailTransport(configuration: MailVariables): Promise<MailTransport> {
  const { SMTP_URL: server, SMTP_CA_FILE: caFile, MAIL_FOLDER: folder } = configuration;
  if (server === undefined) {
    return FolderTransport.open(folder).catch((error: unknown) => {
      throw new ConfigurationError([
        `MAIL_FOLDER: ${folder} must be a folder that can be written to: ${toError(error).message}`,
      ]);
    });
  }
  if (caFile !== undefined) {
    await access(caFile, constants.R_OK).catch((error: unknown) => {
      throw new ConfigurationError([
        `SMTP_CA_FILE: must be a file that can be read: ${toError(error).message}`,
      ]);
    });
  }
  return new SmtpTransport({
    server,
    caFile,
    maxConnections: configuration.SMTP_CONNECTIONS,
    connectMs: configuration.SMTP_CONNECT_MS,
    answerMs: configuration.SMTP_ANSWER_MS,
  });
}
