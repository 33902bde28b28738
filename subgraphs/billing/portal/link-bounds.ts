/** The bounds of links of the portal. */
export const linkBounds = {
  minDays: 1,
  maxDays: 366,
  /** All links of an invoice, ended ones included: each page of an invoice shows them all. */
  maxLinks: 50,
} as const;

export const dayMs = 86_400_000;
