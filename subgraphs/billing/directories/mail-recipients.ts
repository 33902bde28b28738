import type { CustomerLanguage } from '../generated/types.ts';

/** The person to whom mails for a customer go. */
export interface MailRecipient {
  readonly contactName: string | null;
  /** Null if no address is known. */
  readonly email: string | null;
  /** Null for the seller's. */
  readonly language: CustomerLanguage | null;
  /** True if they take mails that are only a courtesy. */
  readonly courtesyMails: boolean;
}

/** The source of billing's knowledge about whom to write to. */
export interface MailRecipients {
  /**
   * Finds to whom mails for a customer go, by billing's own account; undefined if there is no such customer.
   *
   * @throws {DirectoryUnavailableError} if no valid answer arrived in time
   */
  findRecipient(customerId: string): Promise<MailRecipient | undefined>;
}
