import { actorsEn } from './en/actors.ts';
import { noticesEn } from './en/notices.ts';
import { preferencesEn } from './en/preferences.ts';
import { shellEn } from './en/shell.ts';
import { statesEn } from './en/states.ts';
import { uiEn } from './en/ui.ts';
import { viewsEn } from './en/views.ts';

/** The texts in English that every page has. */
export const en = {
  shell: shellEn,
  states: statesEn,
  ui: uiEn,
  actors: actorsEn,
  notices: noticesEn,
  preferences: preferencesEn,
  views: viewsEn,
};

/** Loaders of English texts: those of a feature come with its pages, those of problems with the first problem. */
export const enParts = {
  customers: async () => (await import('./en/customers.ts')).customersEn,
  editor: async () => (await import('./en/editor.ts')).editorEn,
  imports: async () => (await import('./en/imports.ts')).importsEn,
  invoices: async () => (await import('./en/invoices.ts')).invoicesEn,
  mails: async () => (await import('./en/mails.ts')).mailsEn,
  account: async () => (await import('./en/account.ts')).accountEn,
  people: async () => (await import('./en/people.ts')).peopleEn,
  clients: async () => (await import('./en/clients.ts')).clientsEn,
  audit: async () => (await import('./en/audit.ts')).auditEn,
  system: async () => (await import('./en/system.ts')).systemEn,
  graph: async () => (await import('./en/graph.ts')).graphEn,
  live: async () => (await import('./en/live.ts')).liveEn,
  products: async () => (await import('./en/products.ts')).productsEn,
  contacts: async () => (await import('./en/contacts.ts')).contactsEn,
  requests: async () => (await import('./en/requests.ts')).requestsEn,
  doubts: async () => (await import('./en/doubts.ts')).doubtsEn,
  rows: async () => (await import('./en/rows.ts')).rowsEn,
  problems: async () => (await import('./en/problems.ts')).problemsEn,
};

/** The name of a part of the texts that is loaded when it is needed. */
export type PartName = keyof typeof enParts;

/** The loaders of all parts in one language. */
export type PartLoaders = { readonly [Name in PartName]: () => Promise<Messages[Name]> };

/** The texts that every language has. */
export type Messages = typeof en & {
  readonly [Name in PartName]: Awaited<ReturnType<(typeof enParts)[Name]>>;
};
