import type { Messages } from './en.ts';
import { customersFr } from './fr/customers.ts';
import { shellFr } from './fr/shell.ts';
import { statesFr } from './fr/states.ts';

/** All texts in French, by feature. */
export const fr = { shell: shellFr, states: statesFr, customers: customersFr } satisfies Messages;
