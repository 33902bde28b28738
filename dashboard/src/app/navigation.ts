import type { LinkProps } from '@tanstack/react-router';
import type { Need } from '../api/roles.ts';
import type { Messages } from '../messages/en.ts';

/** An entry of the main navigation. */
export interface NavigationEntry {
  readonly to: NonNullable<LinkProps['to']>;
  readonly label: (messages: Messages) => string;
  /** Shown to those alone who may enter. */
  readonly needs: Need;
}

/** The main navigation, in this order. */
export const navigation: readonly NavigationEntry[] = [
  { to: '/', label: (messages) => messages.live.title, needs: 'Query.liveTotals' },
  { to: '/invoices', label: (messages) => messages.invoices.title, needs: 'Query.invoices' },
  { to: '/approvals', label: (messages) => messages.invoices.approvals.title, needs: 'Query.approvals' },
  { to: '/customers', label: (messages) => messages.customers.title, needs: 'Query.customers' },
  { to: '/products', label: (messages) => messages.products.title, needs: 'Query.products' },
  { to: '/imports', label: (messages) => messages.imports.title, needs: 'Query.importJobs' },
  { to: '/people', label: (messages) => messages.people.title, needs: 'Query.people' },
  { to: '/system', label: (messages) => messages.system.title, needs: ['ADMIN'] },
];
