import type { PdfLook } from '#documents/pdf/pdf-look.ts';
import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { toLogoBytes } from '#schema/seller/document-template.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { toText } from '#schema/seller/seller-texts.ts';

/** Converts the template that an invoice froze with its seller into the look of a document in a language. */
export function toPdfLook({ template = {} }: SellerDetails, language: DocumentLanguage): PdfLook {
  const { introduction, closing } = template;
  return {
    logo: toLogoBytes(template),
    color: template.color,
    introduction: introduction && toText(introduction, language),
    closing: closing && toText(closing, language),
  };
}
