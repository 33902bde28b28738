import { v7 as uuid } from 'uuid';
import { and, desc, eq, gt, isNull } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { type PortalLinkRow, portalLinkMails, portalLinks } from '../portal-tables.ts';
import { writeHistory } from '../store/write-history.ts';
import { dayMs } from './link-bounds.ts';
import type { PortalSettings } from './portal-fields.ts';
import type { SignedLink } from './portal-signer.ts';

/** The path of the portal, below which each link has its token. */
export const portalPath = '/portal/';

/** A link to make. */
export interface NewPortalLink {
  /** An issued invoice, or a credit note. */
  readonly invoiceId: string;
  /** The subject of the caller, or the name of the process that makes it. */
  readonly actor: string;
  readonly now: Date;
  /** The days for which it is good. Default: those of the settings. */
  readonly days?: number;
  /** The mail that alone has the link, as it goes to another address than the customer's. Default: none. */
  readonly mailId?: string | null;
  /** The mail that is written with it, whether it has the link alone or not. Default: none. */
  readonly writtenInto?: string;
  /** True if an earlier link of the same actor is as good, as for several mails to one customer, or several attempts at one mail. */
  readonly isShared?: boolean;
}

/** A link with its address. */
export interface PortalLink extends Pick<PortalLinkRow, 'id' | 'expiresAt'> {
  /** Whoever has it reads the invoice. It is given away, and kept nowhere. */
  readonly address: string;
}

/** Opens a link by which a customer reads an invoice: makes one, or takes an earlier one that may be shared. */
export async function openPortalLink(
  tx: Transaction,
  settings: PortalSettings,
  link: NewPortalLink,
): Promise<PortalLink> {
  const shared = link.isShared === true ? await findShared(tx, settings, link) : undefined;
  const row = shared ?? (await insertLink(tx, settings, link));
  const { writtenInto: mailId } = link;
  if (mailId !== undefined)
    await tx.insert(portalLinkMails).values({ linkId: row.id, mailId }).onConflictDoNothing();
  return { id: row.id, expiresAt: row.expiresAt, address: toPortalAddress(settings, row) };
}

/** The address of a link, which is the same at any time while the key is. */
export function toPortalAddress({ origin, signer }: PortalSettings, link: SignedLink): string {
  return `${origin}${portalPath}${signer.sign(link)}`;
}

/** Finds a link that is good for at least half of its time, so that a mail with it can wait for its reader. */
async function findShared(
  tx: Transaction,
  { linkDays }: PortalSettings,
  { invoiceId, actor, now, mailId = null, days = linkDays }: NewPortalLink,
): Promise<SignedLink | undefined> {
  const [row] = await tx
    .select()
    .from(portalLinks)
    .where(
      and(
        eq(portalLinks.invoiceId, invoiceId),
        eq(portalLinks.createdBy, actor),
        // Each reader has a link of their own: reads are counted and links are revoked for each reader.
        mailId === null ? isNull(portalLinks.mailId) : eq(portalLinks.mailId, mailId),
        isNull(portalLinks.revokedAt),
        gt(portalLinks.expiresAt, new Date(now.getTime() + (days * dayMs) / 2)),
      ),
    )
    .orderBy(desc(portalLinks.id))
    .limit(1);
  return row;
}

async function insertLink(
  tx: Transaction,
  { linkDays }: PortalSettings,
  { invoiceId, actor, now, mailId = null, days = linkDays }: NewPortalLink,
): Promise<SignedLink> {
  const link = { id: uuid(), invoiceId, expiresAt: new Date(now.getTime() + days * dayMs) };
  await tx.insert(portalLinks).values({ ...link, mailId, createdBy: actor, createdAt: now });
  const details = { portalLinkId: link.id };
  await writeHistory(tx, { invoiceId, kind: 'LINK_CREATED', occurredAt: now, actor, details });
  return link;
}
