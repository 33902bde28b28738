import { addressBounds } from '#kernel/address-input.ts';

/** The maximum number of code points of each text of a customer; the table's constraints are made from it. */
export const customerBounds = {
  displayName: 200,
  contactName: 200,
  /** RFC 5321 section 4.5.3.1: a path has at most 256 octets, two of them the angle brackets. */
  email: 254,
  /** As given, with the separators between digits. */
  phone: 40,
  taxNumber: 40,
  /** As given, with the gaps between digits. */
  siren: 20,
  siret: 30,
  'electronicAddress.scheme': 20,
  /** That of the longest address of the French directory. */
  'electronicAddress.id': 125,
  externalReference: 100,
  'address.line1': addressBounds.line1,
  'address.line2': addressBounds.line2,
  'address.postalCode': addressBounds.postalCode,
  'address.city': addressBounds.city,
  'address.countryCode': addressBounds.countryCode,
} as const;
