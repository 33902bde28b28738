import { FigureFormat } from '#documents/pdf/figure-format.ts';
import { parseMoney } from '#schema/money.ts';
import type { SellerDetails } from '#schema/seller/seller-details.ts';
import { toMentionText } from '#schema/seller/seller-texts.ts';
import { documentLanguages } from '../documents/document-archive.ts';
import type { CustomerLanguage } from '../generated/types.ts';

/** The seller as letters name it (Commercial Code, R123-237), a line each. */
export function toLegalFooter(seller: SellerDetails, language: CustomerLanguage): string[] {
  const { address, siren, vatId, email, phone, shareCapital } = seller;
  const country = new FigureFormat(documentLanguages[language], 'EUR').country(address.countryCode);
  const lines = [
    [seller.name, seller.legalForm, shareCapital && toCapital(shareCapital, language)],
    [address.line1, address.line2, [address.postalCode, address.city].filter(Boolean).join(' '), country],
    [siren && `SIREN ${siren}`, seller.register, vatId],
    [email, phone],
    ...seller.legalMentions.map((mention) => [toMentionText(mention, documentLanguages[language])]),
  ];
  return lines
    .map((parts) => parts.filter((part) => part !== undefined && part !== '').join(' · '))
    .filter((line) => line !== '');
}

function toCapital(
  { amount, currency }: NonNullable<SellerDetails['shareCapital']>,
  language: CustomerLanguage,
): string {
  const money = parseMoney(amount, currency);
  if (money === undefined) return `${amount} ${currency}`;
  return new FigureFormat(documentLanguages[language], currency).amount(money.amountMinor);
}
