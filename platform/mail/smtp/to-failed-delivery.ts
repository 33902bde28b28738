import { toError } from '#platform/errors/to-error.ts';
import type { MailDelivery } from '../mail-transport.ts';

/** An error as nodemailer gives it: the reply of the server, and the command that it answers. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
  readonly response?: string;
  readonly command?: string;
}

/** The commands whose refusal concerns the mail; all others concern the connection. */
const commandsOfMail = new Set(['MAIL FROM', 'RCPT TO', 'DATA']);
/**
 * Replies that say 5xx of the connection: a login is missing, weak or wrong (RFC 4954), or commands came in a wrong order. The
 * same mail can be taken at another time.
 */
const repliesOfConnection = new Set([503, 530, 534, 535, 538]);

/**
 * Tells what is known of a mail that was not confirmed.
 *
 * @param isHandedOver true if the end of the message may have been sent
 */
export function toFailedDelivery(
  thrown: unknown,
  { target, isHandedOver }: { readonly target: string; readonly isHandedOver: boolean },
): Exclude<MailDelivery, { kind: 'sent' }> {
  const error: SmtpError = toError(thrown);
  const { responseCode = 0, command = '', code } = error;
  const isNo = responseCode >= 400 && responseCode < 600;
  const isAnswerToMail = isNo && commandsOfMail.has(command);
  const problem = toSentence(error, target);
  // Only an answer to the message itself tells; one to nobody's question, such as 421 while the server ends, does not.
  if (isHandedOver && !isAnswerToMail) return { kind: 'uncertain', problem };
  // Said by nodemailer, before anything is sent: the server announces a smaller limit, or the envelope is wrong.
  if (!isNo && (code === 'EMESSAGE' || code === 'EENVELOPE')) return { kind: 'refused', problem };
  if (isAnswerToMail && responseCode >= 500 && !repliesOfConnection.has(responseCode)) {
    return { kind: 'refused', problem };
  }
  return {
    kind: 'failed',
    problem,
    isOfServer: !isAnswerToMail || responseCode === 421 || responseCode >= 500,
  };
}

/** The server's words if it said any, otherwise those of the error. */
function toSentence({ response, message, command, code }: SmtpError, target: string): string {
  if (response !== undefined) return `${target} answered ${command ?? ''}: ${response}`;
  return `${target}: ${message}${code === undefined ? '' : ` (${code})`}`;
}
