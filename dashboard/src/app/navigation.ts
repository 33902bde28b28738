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
  { to: '/', label: (messages) => messages.shell.pages.live, needs: 'Query.liveTotals' },
  { to: '/invoices', label: (messages) => messages.shell.pages.invoices, needs: 'Query.invoices' },
  { to: '/approvals', label: (messages) => messages.shell.pages.approvals, needs: 'Query.approvals' },
  { to: '/customers', label: (messages) => messages.shell.pages.customers, needs: 'Query.customers' },
  { to: '/products', label: (messages) => messages.shell.pages.products, needs: 'Query.products' },
  { to: '/requests', label: (messages) => messages.shell.pages.requests, needs: 'Query.requests' },
  { to: '/contacts', label: (messages) => messages.shell.pages.contacts, needs: 'Query.contacts' },
  { to: '/mails', label: (messages) => messages.shell.pages.mails, needs: 'Query.mails' },
  { to: '/imports', label: (messages) => messages.shell.pages.imports, needs: 'Query.importJobs' },
  { to: '/people', label: (messages) => messages.shell.pages.people, needs: 'Query.people' },
  { to: '/api-clients', label: (messages) => messages.shell.pages.clients, needs: 'Query.apiClients' },
  { to: '/audit', label: (messages) => messages.shell.pages.audit, needs: 'Query.auditEntries' },
  { to: '/graph', label: (messages) => messages.shell.pages.graph, needs: 'Query.graphs' },
  { to: '/system', label: (messages) => messages.shell.pages.system, needs: ['ADMIN'] },
];
