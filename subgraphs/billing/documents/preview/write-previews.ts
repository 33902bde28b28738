import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCii } from '#documents/cii/write-cii.ts';
import { renderPdf } from '#documents/pdf/render-pdf.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { findRuleViolations } from '#documents/rules/find-rule-violations.ts';
import { loadSellerDetails } from '#schema/seller/load-seller-details.ts';
import { toEInvoice } from '../to-e-invoice.ts';
import { toPdfLook } from '../to-pdf-look.ts';
import { createSampleDocument } from './sample-document.ts';

/** The files that were written, or all that is wrong with the seller's data, a line each. */
export type WrittenPreviews =
  | { readonly files: readonly string[]; readonly problems?: never }
  | { readonly files?: never; readonly problems: readonly string[] };

const languages: readonly DocumentLanguage[] = ['en', 'fr'];
const kinds = { invoice: 'INVOICE', 'credit-note': 'CREDIT_NOTE' } as const;

/** Writes an invoice and a credit note that are made up, in both languages, as they would look with a seller's data. */
export async function writePreviews(sellerFile: string, folder: string): Promise<WrittenPreviews> {
  const { details, problems } = await loadSellerDetails(sellerFile, { isProduction: false });
  if (problems !== undefined) return { problems };
  if (details === null) return { problems: [`${sellerFile} has no data of a seller`] };
  await mkdir(folder, { recursive: true });
  const files: string[] = [];
  for (const [name, kind] of Object.entries(kinds))
    for (const language of languages) {
      const document = toEInvoice(createSampleDocument(details, kind), language);
      const violations = findRuleViolations(document);
      if (violations.length > 0)
        return {
          problems: violations.map(({ rule, term, message }) => `violates ${rule}: ${term} ${message}`),
        };
      const facturX = Buffer.from(writeCii(document));
      const path = join(folder, `${name}-${language}.pdf`);
      await writeFile(
        path,
        await renderPdf(document, { language, facturX, look: toPdfLook(details, language) }),
      );
      files.push(path);
    }
  return { files };
}
