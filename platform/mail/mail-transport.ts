/** A mail as it goes to a server. */
export interface MailMessage {
  /** With its angle brackets, as it stands in the header. */
  readonly messageId: string;
  /** The envelope (RFC 5321): where bounces go, and the one recipient. */
  readonly from: string;
  readonly to: string;
  /** Header and body (RFC 5322), with CRLF. */
  readonly bytes: Uint8Array;
}

/** The outcome of an attempt to hand a mail over. */
export type MailDelivery =
  /** The other side has it, and said so. */
  | { readonly kind: 'sent'; readonly answer: string }
  /** It was not sent and may be tried again. */
  | {
      readonly kind: 'failed';
      readonly problem: string;
      /** True if other mails would fail as well: the server is away, or does not let anybody in. */
      readonly isOfServer: boolean;
    }
  /** It was not sent, and never will be as it is. */
  | { readonly kind: 'refused'; readonly problem: string }
  /** It was handed over, or may have been, and nobody knows if it was taken. */
  | { readonly kind: 'uncertain'; readonly problem: string };

/** A way for mails out of the system. */
export interface MailTransport {
  /** The place that mails go to, without secrets: `mail.example:587`, or a folder. */
  readonly target: string;
  /** Hands a mail over. It never throws. An abort ends it early; the outcome then says how far it was. */
  deliver(message: MailMessage, signal: AbortSignal): Promise<MailDelivery>;
  /** Tells if a mail was sent, for a transport that can know afterwards. */
  readonly wasSent?: (messageId: string) => Promise<boolean>;
  close(): Promise<void>;
}
