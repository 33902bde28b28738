import { recordEffect } from '#platform/audit/record-effect.ts';
import { createDownloadAddress } from '#platform/downloads/download-addresses.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { parseExportRequest } from '../export/export-request.ts';
import { exportPath } from '../export/export-route.ts';
import { exportAddresses } from '../export-tables.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';

/** The mutation that gives addresses of files. */
export const exportMutations: Pick<MutationResolvers, 'createInvoiceExport'> = {
  createInvoiceExport: async (_root, { input }, context) => {
    const { billing, today } = context;
    const { value: request, problems = [] } = parseExportRequest(input, today);
    if (request === undefined) return { url: null, expiresAt: null, userErrors: [...problems] };
    const subject = toSubjectKey(getCaller(context).principal);
    const place = { table: exportAddresses, path: exportPath, clock: billing.clock };
    const { url, expiresAt } = await billing.db.transaction(async (tx) => {
      const address = await createDownloadAddress(tx, place, { subject, request });
      await recordEffect(tx, { id: null });
      return address;
    });
    return { url, expiresAt: expiresAt.toISOString(), userErrors: [] };
  },
};
