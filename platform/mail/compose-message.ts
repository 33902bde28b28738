import MailComposer from 'nodemailer/lib/mail-composer';
import { type ComposedMail, mailHeaderNames } from './mail.ts';
import { isMailAddress, type MailSender } from './mail-address.ts';
import type { MailMessage } from './mail-transport.ts';

export const messageBounds = { subjectCharacters: 500, headerCharacters: 2_000, attachments: 20 } as const;

export interface MessageOptions {
  readonly messageId: string;
  readonly sender: MailSender;
  /** The most bytes that a message may have, as it goes to the server. */
  readonly maxBytes: number;
  readonly date: Date;
}

/**
 * Writes a mail as a message (RFC 5322, MIME). Nothing in its parts can add a header or a recipient.
 *
 * @returns the message, or all that is wrong with the mail
 */
export async function composeMessage(
  mail: ComposedMail,
  { messageId, sender, maxBytes, date }: MessageOptions,
): Promise<{ readonly message: MailMessage } | { readonly problems: readonly string[] }> {
  const problems = findMailProblems(mail);
  if (problems.length > 0) return { problems };
  const node = new MailComposer({
    from: { ...sender },
    // An address as an object is not parsed, so it cannot turn into two.
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: toLines(mail.text),
    ...(mail.html !== undefined && { html: toLines(mail.html) }),
    attachments: (mail.attachments ?? []).map(({ filename, contentType, content }) => ({
      filename,
      contentType,
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
    })),
    messageId,
    date,
    headers: {
      ...mail.headers,
      // RFC 3834: no automatic answers to automatic mails. Exchange reads the other one.
      'Auto-Submitted': 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
    },
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const bytes = await node.build();
  if (bytes.length > maxBytes) {
    return {
      problems: [`the mail has ${bytes.length} bytes with its attachments; at most ${maxBytes} are allowed`],
    };
  }
  const { from, to } = node.getEnvelope();
  return { message: { messageId, from: from || sender.address, to: to[0] ?? mail.to, bytes } };
}

/** Ends each line alike: a lone CR or LF before a dot could end the message early for a server that takes it for a line break. */
function toLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

/** All that is wrong with a mail, without repeating its personal data. */
function findMailProblems({ to, subject, attachments = [], headers = {} }: ComposedMail): string[] {
  const problems: string[] = [];
  if (!isMailAddress(to)) problems.push('to: must be one e-mail address, such as ada@example.com');
  if (subject.length > messageBounds.subjectCharacters) {
    problems.push(
      `subject: has ${subject.length} characters; at most ${messageBounds.subjectCharacters} are allowed`,
    );
  }
  if (/\p{Cc}/u.test(subject)) problems.push('subject: must not have control characters or line breaks');
  if (attachments.length > messageBounds.attachments) {
    problems.push(`attachments: are ${attachments.length}; at most ${messageBounds.attachments} are allowed`);
  }
  for (const [index, { filename, contentType }] of attachments.entries()) {
    if (!/^[^\p{Cc}/\\]{1,150}$/u.test(filename)) {
      problems.push(
        `attachments[${index}].filename: must have 1 to 150 characters without slashes and control characters`,
      );
    }
    if (!/^[\w.+-]+\/[\w.+-]+$/.test(contentType)) {
      problems.push(`attachments[${index}].contentType: must be a media type, such as application/pdf`);
    }
  }
  for (const [name, value] of Object.entries(headers)) {
    if (!mailHeaderNames.some((each) => each === name)) {
      problems.push(`headers: ${JSON.stringify(name)} must be one of ${mailHeaderNames.join(', ')}`);
    } else if (!new RegExp(`^[\\x20-\\x7e]{1,${messageBounds.headerCharacters}}$`).test(value)) {
      problems.push(
        `headers.${name}: must have 1 to ${messageBounds.headerCharacters} printable ASCII characters in one line`,
      );
    }
  }
  return problems;
}
