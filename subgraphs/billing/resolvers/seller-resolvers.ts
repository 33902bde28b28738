import { toMentionText } from '#schema/seller/seller-texts.ts';
import { documentLanguages } from '../documents/document-archive.ts';
import type { SellerDetailsResolvers } from '../generated/resolvers.ts';

/** The functions that answer the fields of `SellerDetails`. */
export const sellerDetailsResolvers: SellerDetailsResolvers = {
  legalMentions: ({ legalMentions }, { language }, { billing }) => {
    const inLanguage = documentLanguages[language ?? billing.sellerLanguage];
    return legalMentions.map((mention) => toMentionText(mention, inLanguage));
  },
};
