/** The languages of the provider's pages. The realm file says which of them it supports. */
export const pageLanguages = ['en', 'fr'] as const;

export type PageLanguage = (typeof pageLanguages)[number];
