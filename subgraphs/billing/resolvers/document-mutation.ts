import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import { createDownloadAddress } from '#platform/downloads/download-addresses.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { documentAddresses } from '../document-tables.ts';
import { RenderError } from '../documents/document-renderer.ts';
import { documentPath } from '../documents/document-route.ts';
import { DocumentStoreError } from '../documents/document-store-error.ts';
import { prepareDocument } from '../documents/prepare-document.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';

/** The mutation that gives addresses of documents. */
export const documentMutations: Pick<MutationResolvers, 'createInvoiceDocument'> = {
  createInvoiceDocument: async (_root, { input }, context) => {
    const { billing, db } = context;
    const refuse = (problems: readonly UserError[]) => ({
      url: null,
      expiresAt: null,
      userErrors: [...problems],
    });
    const { value: prepared, problems = [] } = await prepareDocument(db, input, billing.sellerLanguage);
    if (prepared === undefined) return refuse(problems);
    const { key, source } = prepared;
    try {
      await billing.documentArchive.make(key, source);
    } catch (error) {
      if (!(error instanceof RenderError || error instanceof DocumentStoreError)) throw error;
      billing.log.warn({ err: error, invoiceId: key.invoiceId }, 'a document was not made');
      const late = new InputProblems();
      late.add('UNAVAILABLE', 'The document is not ready yet; try again in a moment.');
      return refuse(late.errors);
    }
    const subject = toSubjectKey(getCaller(context).principal);
    const place = { table: documentAddresses, path: documentPath, clock: billing.clock };
    const { url, expiresAt } = await billing.db.transaction(async (tx) => {
      const address = await createDownloadAddress(tx, place, { subject, request: key });
      await recordEffect(tx, { id: key.invoiceId });
      return address;
    });
    return { url, expiresAt: expiresAt.toISOString(), userErrors: [] };
  },
};
