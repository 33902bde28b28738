/** The kinds of contacts with customers. */
export const contactKinds = ['CALL', 'MAIL', 'MEETING', 'OTHER'] as const;
export type ContactKindName = (typeof contactKinds)[number];

/** The bounds of an entry of the journal: code points of texts, and numbers. */
export const contactBounds = {
  counterpart: 200,
  summary: 5_000,
  reason: 500,
  /** Minutes of one contact: a day. */
  minutes: 1_440,
  /** Corrections of one entry. */
  versions: 100,
  /** Years back to a contact. */
  yearsBack: 10,
} as const;
