import type { en, PartLoaders } from './en.ts';
import { actorsFr } from './fr/actors.ts';
import { noticesFr } from './fr/notices.ts';
import { preferencesFr } from './fr/preferences.ts';
import { shellFr } from './fr/shell.ts';
import { statesFr } from './fr/states.ts';
import { uiFr } from './fr/ui.ts';
import { viewsFr } from './fr/views.ts';
import { withTerms } from './with-terms.ts';

/** The texts in French that every page has. */
export const fr = {
  shell: shellFr,
  states: statesFr,
  ui: uiFr,
  actors: actorsFr,
  notices: noticesFr,
  preferences: preferencesFr,
  views: viewsFr,
} satisfies typeof en;

/** Loaders of French texts: those of a feature come with its pages, those of problems with the first problem. */
export const frParts = {
  customers: async () => (await import('./fr/customers.ts')).customersFr,
  editor: async () => (await import('./fr/editor.ts')).editorFr,
  imports: async () => (await import('./fr/imports.ts')).importsFr,
  invoices: async () => (await import('./fr/invoices.ts')).invoicesFr,
  mails: async () => (await import('./fr/mails.ts')).mailsFr,
  account: async () => (await import('./fr/account.ts')).accountFr,
  people: async () => (await import('./fr/people.ts')).peopleFr,
  clients: async () => (await import('./fr/clients.ts')).clientsFr,
  audit: async () => (await import('./fr/audit.ts')).auditFr,
  system: async () => (await import('./fr/system.ts')).systemFr,
  graph: async () => (await import('./fr/graph.ts')).graphFr,
  live: async () => (await import('./fr/live.ts')).liveFr,
  products: async () => (await import('./fr/products.ts')).productsFr,
  contacts: async () => (await import('./fr/contacts.ts')).contactsFr,
  requests: async () => (await import('./fr/requests.ts')).requestsFr,
  doubts: async () => (await import('./fr/doubts.ts')).doubtsFr,
  rows: async () => {
    const [{ createRowsFr }, { loadedDocumentSentencesFr }, { documentSentencesFr }] = await Promise.all([
      import('./fr/rows.ts'),
      import('./fr/rows/loaded-document-sentences.ts'),
      import('./fr/problems/document-sentences.ts'),
    ]);
    return createRowsFr(withTerms(documentSentencesFr), loadedDocumentSentencesFr);
  },
  problems: async () => {
    const [{ createProblemsFr }, { furtherSentencesFr }] = await Promise.all([
      import('./fr/problems.ts'),
      import('./fr/further-sentences.ts'),
    ]);
    return createProblemsFr(furtherSentencesFr);
  },
} satisfies PartLoaders;
