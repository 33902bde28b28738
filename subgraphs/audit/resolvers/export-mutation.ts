import { recordEffect } from '#platform/audit/record-effect.ts';
import { createDownloadAddress } from '#platform/downloads/download-addresses.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { parseAuditExport } from '../export/audit-export-request.ts';
import { toExportPlace } from '../export/export-place.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';

/** The mutation that gives addresses of files. */
export const auditExportMutations: MutationResolvers = {
  createAuditExport: async (_root, { input }, context) => {
    const { value: request, problems = [] } = parseAuditExport(input);
    if (request === undefined) return { url: null, expiresAt: null, userErrors: [...problems] };
    const subject = toSubjectKey(getCaller(context).principal);
    const place = toExportPlace(context.clock);
    const { url, expiresAt } = await context.writer.transaction(async (tx) => {
      const address = await createDownloadAddress(tx, place, { subject, request });
      await recordEffect(tx, { id: null });
      return address;
    });
    return { url, expiresAt: expiresAt.toISOString(), userErrors: [] };
  },
};
