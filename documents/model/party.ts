/** An identifier with the register that gave it: `0002` SIREN, `0009` SIRET, `0088` GLN (ISO 6523 code list). */
export interface SchemeIdentifier {
  readonly id: string;
  /** An ISO 6523 code, or for an electronic address (BT-34-1, BT-49-1) one of the EAS list, for example `0225` or `EM`. */
  readonly scheme?: string;
}

/** A postal address (BG-5, BG-8, BG-15). Its parts are texts as they are printed. */
export interface PostalAddress {
  /** BT-35, BT-50, BT-75. */
  readonly line1?: string;
  /** BT-36, BT-51, BT-76. */
  readonly line2?: string;
  /** BT-162, BT-163, BT-165. */
  readonly line3?: string;
  /** BT-37, BT-52, BT-77. */
  readonly city?: string;
  /** BT-38, BT-53, BT-78. */
  readonly postCode?: string;
  /** BT-39, BT-54, BT-79: a region or state. */
  readonly subdivision?: string;
  /** BT-40, BT-55, BT-80: ISO 3166-1 alpha-2. */
  readonly countryCode: string;
}

/** A contact of a party (BG-6, BG-9). */
interface PartyContact {
  /** BT-41, BT-56. */
  readonly name?: string;
  /** BT-42, BT-57. */
  readonly phone?: string;
  /** BT-43, BT-58. */
  readonly email?: string;
}

/** The members that seller and buyer share. */
interface Party {
  /** BT-27, BT-44: the name in the register. */
  readonly name: string;
  /** BT-28, BT-45: the name of the business, if it is another one. */
  readonly tradingName?: string;
  /** BT-30, BT-47: the number in the register of companies; the SIREN has the scheme `0002`. */
  readonly legalId?: SchemeIdentifier;
  /** BT-31, BT-48: begins with the code of its country. */
  readonly vatId?: string;
  /** BT-34, BT-49: the address to which invoices are sent; its scheme is of the EAS list. */
  readonly electronicAddress?: SchemeIdentifier;
  readonly address: PostalAddress;
  readonly contact?: PartyContact;
}

/** The seller (BG-4). */
export interface SellerParty extends Party {
  /** BT-29: other numbers of the seller, for example the SIRET with the scheme `0009`. */
  readonly identifiers?: readonly SchemeIdentifier[];
  /** BT-32: the number by which the tax office of a seller without a VAT id knows it. */
  readonly taxRegistrationId?: string;
  /** BT-33: legal form, share capital, register. */
  readonly legalInformation?: string;
}

/** The buyer (BG-7). */
export interface BuyerParty extends Party {
  /** BT-46: another number of the buyer, for example the SIRET with the scheme `0009`. */
  readonly identifier?: SchemeIdentifier;
}

/** Days from the first to the last, `YYYY-MM-DD` (BG-14). */
export interface InvoicingPeriod {
  /** BT-73. */
  readonly start?: string;
  /** BT-74. */
  readonly end?: string;
}

/** The place and the day of delivery (BG-13). */
export interface DocumentDelivery {
  /** BT-70: whoever the goods are delivered to. */
  readonly recipientName?: string;
  /** BT-71. */
  readonly locationId?: SchemeIdentifier;
  /** BT-72: the day of the delivery, `YYYY-MM-DD`. */
  readonly date?: string;
  /** BG-14. */
  readonly period?: InvoicingPeriod;
  /** BG-15. */
  readonly address?: PostalAddress;
}
