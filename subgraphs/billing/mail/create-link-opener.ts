import type { CustomerLanguage } from '../generated/types.ts';
import { openPortalLink } from '../portal/open-portal-link.ts';
import type { Billing } from '../use-cases/billing.ts';

/** The link that a mail has. */
interface MailLink {
  readonly invoiceId: string;
  /** The language of the mail, in which the page opens. */
  readonly language: CustomerLanguage;
  /** The mail that is written with it. */
  readonly mailId: string;
  /** True if that mail alone has the link, as it goes to another address than the customer's; mails to the customer share one. */
  readonly isOwn: boolean;
}

/** Opens the address at which the reader of a mail sees its invoice. */
export type OpenMailLink = (link: MailLink) => Promise<string>;

/** Creates the function that opens the links of mails. @param actor the process, as links name it */
export function createLinkOpener(
  { db, clock, portal }: Pick<Billing, 'db' | 'clock' | 'portal'>,
  actor: string,
): OpenMailLink {
  return async ({ invoiceId, language, mailId, isOwn }) => {
    const link = {
      invoiceId,
      mailId: isOwn ? mailId : null,
      writtenInto: mailId,
      actor,
      now: clock(),
      isShared: true,
    };
    const { address } = await db.transaction((tx) => openPortalLink(tx, portal, link));
    return `${address}?language=${language.toLowerCase()}`;
  };
}
