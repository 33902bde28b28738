import type { Messages } from './en.ts';
import { accountFr } from './fr/account.ts';
import { actorsFr } from './fr/actors.ts';
import { customersFr } from './fr/customers.ts';
import { editorFr } from './fr/editor.ts';
import { importsFr } from './fr/imports.ts';
import { invoicesFr } from './fr/invoices.ts';
import { liveFr } from './fr/live.ts';
import { noticesFr } from './fr/notices.ts';
import { peopleFr } from './fr/people.ts';
import { preferencesFr } from './fr/preferences.ts';
import { problemsFr } from './fr/problems.ts';
import { productsFr } from './fr/products.ts';
import { shellFr } from './fr/shell.ts';
import { statesFr } from './fr/states.ts';
import { systemFr } from './fr/system.ts';
import { uiFr } from './fr/ui.ts';
import { viewsFr } from './fr/views.ts';

/** All texts in French, by feature. */
export const fr = {
  shell: shellFr,
  actors: actorsFr,
  states: statesFr,
  ui: uiFr,
  customers: customersFr,
  editor: editorFr,
  imports: importsFr,
  notices: noticesFr,
  preferences: preferencesFr,
  views: viewsFr,
  invoices: invoicesFr,
  account: accountFr,
  people: peopleFr,
  system: systemFr,
  live: liveFr,
  problems: problemsFr,
  products: productsFr,
} satisfies Messages;
