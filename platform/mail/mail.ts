/** A file that goes with a mail. */
export interface MailAttachment {
  readonly filename: string;
  /** A media type, such as `application/pdf`. */
  readonly contentType: string;
  readonly content: Uint8Array;
}

/** The headers that a mail may bring of its own; others are set for all mails, or not at all. */
export const mailHeaderNames = [
  'In-Reply-To',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
  'References',
  'Reply-To',
] as const;
type MailHeaders = { readonly [Name in (typeof mailHeaderNames)[number]]?: string };

/** A mail with its text. */
export interface ComposedMail {
  /** One address, without a name. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly MailAttachment[];
  readonly headers?: MailHeaders;
}

/** The outcome of composing a queued mail at the time of sending. */
export type MailComposition =
  | ({ readonly kind: 'mail' } & ComposedMail)
  /** It is not wanted any more: it is not sent, and the reason, which tells nothing personal, is kept. */
  | { readonly kind: 'cancelled'; readonly reason: string }
  /** It is wanted later. */
  | { readonly kind: 'later'; readonly at: Date };

/** A queued mail, as whoever composes it sees it. */
export interface QueuedMail {
  readonly id: string;
  readonly kind: string;
  readonly about: Readonly<Record<string, string>>;
  readonly recipient: string | undefined;
  readonly language: string | undefined;
  readonly notBefore: Date;
}

/**
 * Composes a queued mail of what is true now.
 *
 * @throws if that fails for now; it is tried again later
 */
export type ComposeMail = (mail: QueuedMail, signal: AbortSignal) => Promise<MailComposition>;
