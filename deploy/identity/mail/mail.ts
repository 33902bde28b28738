/** A mail to one person. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  /** Plain text; lines of at most 78 characters but for addresses. */
  readonly text: string;
}

/** Delivers mails. */
export interface MailTransport {
  /** @throws if the mail could not be handed on */
  deliver(mail: Mail): Promise<void>;
  close(): void;
}

/** The sender that stands in every mail. */
export interface MailSender {
  readonly address: string;
  readonly name: string;
}
