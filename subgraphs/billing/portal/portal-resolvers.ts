import { getCaller } from '#platform/graphql/caller.ts';
import type { MutationResolvers, PortalLinkResolvers } from '../generated/resolvers.ts';
import { createPortalLink } from './create-portal-link.ts';
import { isGood } from './find-portal-link.ts';
import { toPortalAddress } from './open-portal-link.ts';
import { revokePortalLink } from './revoke-portal-link.ts';

/** The functions that answer the fields of `PortalLink`. */
export const portalLinkResolvers: PortalLinkResolvers = {
  isGood: (link, _args, { billing }) => isGood(link, billing.clock()),
  latestMail: async ({ id }, _args, { loaders }) => (await loaders.latestMailOfLink.load(id)) ?? null,
  createdBy: ({ createdBy }) => ({ id: createdBy }),
  createdAt: ({ createdAt }) => createdAt.toISOString(),
  expiresAt: ({ expiresAt }) => expiresAt.toISOString(),
  revokedAt: ({ revokedAt }) => revokedAt?.toISOString() ?? null,
  revokedBy: ({ revokedBy }) => (revokedBy === null ? null : { id: revokedBy }),
  firstReadAt: ({ firstReadAt }) => firstReadAt?.toISOString() ?? null,
  lastReadAt: ({ lastReadAt }) => lastReadAt?.toISOString() ?? null,
  lastDownloadedAt: ({ lastDownloadedAt }) => lastDownloadedAt?.toISOString() ?? null,
};

/** The mutations of links. */
export const portalMutations: Pick<MutationResolvers, 'createPortalLink' | 'revokePortalLink'> = {
  createPortalLink: async (_root, { input }, context) => {
    const { billing, loaders } = context;
    const { value: id, problems = [] } = await createPortalLink(billing, getCaller(context), input);
    if (id === undefined) return { link: null, url: null, userErrors: [...problems] };
    const link = await loaders.portalLink.load(id);
    if (link === undefined) throw new TypeError(`The link ${id} was made but is not there.`);
    loaders.forget(link.invoiceId);
    return { link, url: toPortalAddress(billing.portal, link), userErrors: [] };
  },
  revokePortalLink: async (_root, { input }, context) => {
    const { billing, loaders } = context;
    const { value: link = null, problems = [] } = await revokePortalLink(billing, getCaller(context), input);
    if (link !== null) loaders.forget(link.invoiceId);
    return { link, userErrors: [...problems] };
  },
};
