import { randomBytes } from 'node:crypto';
import { v4 as randomUuid } from 'uuid';
import { and, desc, eq, inArray, sql } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { type InvoiceMail, mailColumns } from '../mail/mail-store.ts';
import { invoiceMails, mails } from '../mail-tables.ts';
import { type PortalLinkRow, portalLinkMails, portalLinks } from '../portal-tables.ts';
import { type PortalSigner, parsePortalToken, type SignedLink } from './portal-signer.ts';

/** Verified in the place of a link that is not there. */
const decoy: SignedLink = { id: randomUuid(), invoiceId: randomUuid(), expiresAt: new Date(0) };

/** True if a link shows its invoice now. */
export function isGood({ revokedAt, expiresAt }: PortalLinkRow, now: Date): boolean {
  return revokedAt === null && expiresAt > now;
}

/**
 * Finds the link that a token stands for; undefined if the token is not one that was given away, and if its link is past its time or
 * revoked. Each of these takes one statement and one signature for each key, so that the time tells nothing.
 */
export async function findPortalLink(
  db: Reader,
  { signer, token, now }: { readonly signer: PortalSigner; readonly token: string; readonly now: Date },
): Promise<PortalLinkRow | undefined> {
  const given = parsePortalToken(token) ?? { linkId: randomUuid(), signature: randomBytes(32) };
  const [row] = await db.select().from(portalLinks).where(eq(portalLinks.id, given.linkId));
  const isSigned = signer.verify(row ?? decoy, given.signature);
  return row !== undefined && isSigned && isGood(row, now) ? row : undefined;
}

/** The links of several invoices, the newest first, by one statement. */
export async function findPortalLinks(db: Reader, invoiceIds: readonly string[]): Promise<PortalLinkRow[][]> {
  const rows = await db
    .select()
    .from(portalLinks)
    .where(inArray(portalLinks.invoiceId, [...invoiceIds]))
    .orderBy(desc(portalLinks.id));
  const byInvoice = Map.groupBy(rows, ({ invoiceId }) => invoiceId);
  return invoiceIds.map((id) => byInvoice.get(id) ?? []);
}

/** The links with these ids, in the order of the ids, by one statement. */
export async function findPortalLinksById(
  db: Reader,
  ids: readonly string[],
): Promise<(PortalLinkRow | undefined)[]> {
  const rows = await db
    .select()
    .from(portalLinks)
    .where(inArray(portalLinks.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id));
}

/** Ids are UUIDv7. */
const isLatest = sql`not exists (
  select from billing.portal_link_mails as later
  where later.link_id = ${portalLinkMails.linkId} and later.mail_id > ${portalLinkMails.mailId})`;

/** The latest mail that was written with each link, in the order of the ids, by one statement; undefined for a link without one. */
export async function findLatestMails(
  db: Reader,
  linkIds: readonly string[],
): Promise<(InvoiceMail | undefined)[]> {
  const rows = await db
    .select({ linkId: portalLinkMails.linkId, ...mailColumns })
    .from(portalLinkMails)
    .innerJoin(invoiceMails, eq(invoiceMails.mailId, portalLinkMails.mailId))
    .innerJoin(mails, eq(mails.id, portalLinkMails.mailId))
    .where(and(inArray(portalLinkMails.linkId, [...linkIds]), isLatest));
  const byLink = new Map(rows.map(({ linkId, ...mail }) => [linkId, mail]));
  return linkIds.map((id) => byLink.get(id));
}
