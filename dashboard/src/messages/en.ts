import { accountEn } from './en/account.ts';
import { actorsEn } from './en/actors.ts';
import { customersEn } from './en/customers.ts';
import { editorEn } from './en/editor.ts';
import { importsEn } from './en/imports.ts';
import { invoicesEn } from './en/invoices.ts';
import { liveEn } from './en/live.ts';
import { noticesEn } from './en/notices.ts';
import { peopleEn } from './en/people.ts';
import { preferencesEn } from './en/preferences.ts';
import { problemsEn } from './en/problems.ts';
import { productsEn } from './en/products.ts';
import { shellEn } from './en/shell.ts';
import { statesEn } from './en/states.ts';
import { systemEn } from './en/system.ts';
import { uiEn } from './en/ui.ts';
import { viewsEn } from './en/views.ts';

/** All texts in English, by feature. */
export const en = {
  shell: shellEn,
  actors: actorsEn,
  states: statesEn,
  ui: uiEn,
  customers: customersEn,
  imports: importsEn,
  notices: noticesEn,
  preferences: preferencesEn,
  views: viewsEn,
  invoices: invoicesEn,
  editor: editorEn,
  account: accountEn,
  people: peopleEn,
  system: systemEn,
  live: liveEn,
  problems: problemsEn,
  products: productsEn,
};

/** The texts that every language has. */
export type Messages = typeof en;
