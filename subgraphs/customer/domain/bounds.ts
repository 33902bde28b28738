/** The maximum number of code points of each text of a customer; the table's constraints are made from it. */
export const customerBounds = {
  displayName: 200,
  contactName: 200,
  /** RFC 5321 section 4.5.3.1: a path has at most 256 octets, two of them the angle brackets. */
  email: 254,
  /** As given, with the separators between digits. */
  phone: 40,
  taxNumber: 40,
  externalReference: 100,
  'address.line1': 200,
  'address.line2': 200,
  'address.postalCode': 20,
  'address.city': 100,
  'address.countryCode': 20,
} as const;
