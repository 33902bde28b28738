import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { readApiClientsSearch } from '../features/api-clients/api-clients-search.ts';
import { readAuditEntriesSearch } from '../features/audit/audit-entries-search.ts';
import { readContactsSearch, readCrmFiguresSearch } from '../features/contacts/contacts-search.ts';
import { readCustomerSearch } from '../features/customers/customer-search.ts';
import { readEditorSearch } from '../features/editor/editor-search.ts';
import {
  readAuditSearch,
  readChecksSearch,
  readKeysSearch,
  readOperationSearch,
  readOperationsSearch,
  readUsageSearch,
} from '../features/graph/graph-search.ts';
import {
  readImportJobSearch,
  readImportsSearch,
  readNewImportSearch,
} from '../features/imports/imports-search.ts';
import { readApprovalSearch } from '../features/invoices/approval-search.ts';
import { readInvoiceSearch } from '../features/invoices/invoice-search.ts';
import { readLiveSearch } from '../features/live/live-search.ts';
import { readMailsSearch } from '../features/mails/mails-search.ts';
import { readNoticesSearch } from '../features/notices/notices-search.ts';
import { readPeopleSearch } from '../features/people/people-search.ts';
import { readProductSearch } from '../features/products/product-search.ts';
import { readRequestsSearch } from '../features/requests/requests-search.ts';
import { withTexts } from '../messages/languages.ts';
import { readPagePlace } from '../ui/search-parameters.ts';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';
import { SignedIn } from './signed-in.tsx';
import { createStart } from './start.tsx';

// Every route of the page. The page itself is a chunk that is loaded when somebody goes there, or is about to.

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: readLiveSearch,
  component: createStart(
    lazyRouteComponent(
      withTexts(['live'], () => import('../features/live/live-page.tsx')),
      'LivePage',
    ),
  ),
});

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signed-in',
  component: SignedIn,
});

const customersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers',
  validateSearch: readCustomerSearch,
  component: lazyRouteComponent(
    withTexts(['customers'], () => import('../features/customers/customers-page.tsx')),
    'CustomersPage',
  ),
  staticData: { needs: 'Query.customers' },
});

const newCustomerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers/new',
  component: lazyRouteComponent(
    withTexts(['customers'], () => import('../features/customers/new-customer-page.tsx')),
    'NewCustomerPage',
  ),
  staticData: { needs: 'Mutation.createCustomer' },
});

const customerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers/$id',
  validateSearch: readPagePlace,
  component: lazyRouteComponent(
    withTexts(['customers', 'requests', 'contacts'], () => import('../features/customers/customer-page.tsx')),
    'CustomerPage',
  ),
  staticData: { needs: 'Query.customer' },
});

const editCustomerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers/$id/edit',
  component: lazyRouteComponent(
    withTexts(['customers'], () => import('../features/customers/edit-customer-page.tsx')),
    'EditCustomerPage',
  ),
  staticData: { needs: 'Mutation.updateCustomer' },
});

const requestsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/requests',
  validateSearch: readRequestsSearch,
  component: lazyRouteComponent(
    withTexts(['requests'], () => import('../features/requests/requests-page.tsx')),
    'RequestsPage',
  ),
  staticData: { needs: 'Query.requests' },
});

const requestRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/requests/$id',
  component: lazyRouteComponent(
    withTexts(['requests'], () => import('../features/requests/request-page.tsx')),
    'RequestPage',
  ),
  staticData: { needs: 'Query.request' },
});

const contactsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/contacts',
  validateSearch: readContactsSearch,
  component: lazyRouteComponent(
    withTexts(['contacts'], () => import('../features/contacts/contacts-page.tsx')),
    'ContactsPage',
  ),
  staticData: { needs: 'Query.contacts' },
});

const figuresRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/figures',
  validateSearch: readCrmFiguresSearch,
  component: lazyRouteComponent(
    withTexts(['contacts'], () => import('../features/contacts/figures-page.tsx')),
    'FiguresPage',
  ),
  staticData: { needs: 'Query.crmSummary' },
});

const importsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports',
  validateSearch: readImportsSearch,
  component: lazyRouteComponent(
    withTexts(['imports', 'problems', 'rows'], () => import('../features/imports/imports-page.tsx')),
    'ImportsPage',
  ),
  staticData: { needs: 'Query.importJobs' },
});

const newImportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports/new',
  validateSearch: readNewImportSearch,
  component: lazyRouteComponent(
    withTexts(
      ['imports', 'problems', 'rows', 'doubts'],
      () => import('../features/imports/new-import-page.tsx'),
    ),
    'NewImportPage',
  ),
  staticData: { needs: 'Mutation.startImport' },
});

const importRequestRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports/requests/$id',
  component: lazyRouteComponent(
    withTexts(['imports', 'problems', 'rows'], () => import('../features/imports/request-page.tsx')),
    'ImportRequestPage',
  ),
  staticData: { needs: 'Query.importRequest' },
});

const importJobRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/imports/$id',
  validateSearch: readImportJobSearch,
  component: lazyRouteComponent(
    withTexts(['imports', 'problems', 'rows'], () => import('../features/imports/import-job-page.tsx')),
    'ImportJobPage',
  ),
  staticData: { needs: 'Query.importJob' },
});

const noticesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/notices',
  validateSearch: readNoticesSearch,
  component: lazyRouteComponent(() => import('../features/notices/notices-page.tsx'), 'NoticesPage'),
  staticData: { needs: 'Query.notices' },
});

const invoicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices',
  validateSearch: readInvoiceSearch,
  component: lazyRouteComponent(
    withTexts(['invoices'], () => import('../features/invoices/invoices-page.tsx')),
    'InvoicesPage',
  ),
  staticData: { needs: 'Query.invoices' },
});

const invoiceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/$id',
  component: lazyRouteComponent(
    withTexts(
      ['invoices', 'mails', 'problems', 'requests'],
      () => import('../features/invoices/invoice-detail-page.tsx'),
    ),
    'InvoiceDetailPage',
  ),
  staticData: { needs: 'Query.invoice' },
});

const invoicePrintRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/$id/print',
  component: lazyRouteComponent(
    withTexts(['invoices'], () => import('../features/invoices/invoice-print-page.tsx')),
    'InvoicePrintPage',
  ),
  staticData: { needs: 'Query.invoice' },
});

const approvalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/approvals',
  validateSearch: readApprovalSearch,
  component: lazyRouteComponent(
    withTexts(['invoices'], () => import('../features/invoices/approvals-page.tsx')),
    'ApprovalsPage',
  ),
  staticData: { needs: 'Query.approvals' },
});

const mailsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/mails',
  validateSearch: readMailsSearch,
  component: lazyRouteComponent(
    withTexts(['mails', 'invoices', 'problems'], () => import('../features/mails/mails-page.tsx')),
    'MailsPage',
  ),
  staticData: { needs: 'Query.mails' },
});

const newInvoiceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/new',
  validateSearch: readEditorSearch,
  component: lazyRouteComponent(
    withTexts(['editor', 'problems'], () => import('../features/editor/new-invoice-page.tsx')),
    'NewInvoicePage',
  ),
  staticData: { needs: 'Mutation.createInvoice' },
});

const editInvoiceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/$id/edit',
  component: lazyRouteComponent(
    withTexts(['editor', 'problems'], () => import('../features/editor/edit-invoice-page.tsx')),
    'EditInvoicePage',
  ),
  staticData: { needs: 'Mutation.updateInvoice' },
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account',
  component: lazyRouteComponent(
    withTexts(['account'], () => import('../features/account/account-page.tsx')),
    'AccountPage',
  ),
});

const peopleRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people',
  validateSearch: readPeopleSearch,
  component: lazyRouteComponent(
    withTexts(['people', 'account'], () => import('../features/people/people-page.tsx')),
    'PeoplePage',
  ),
  staticData: { needs: 'Query.people' },
});

const newPersonRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people/new',
  component: lazyRouteComponent(
    withTexts(['people', 'account'], () => import('../features/people/new-person-page.tsx')),
    'NewPersonPage',
  ),
  staticData: { needs: 'Mutation.createPerson' },
});

const personRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/people/$id',
  component: lazyRouteComponent(
    withTexts(['people', 'account'], () => import('../features/people/person-page.tsx')),
    'PersonPage',
  ),
  staticData: { needs: 'Query.person' },
});

const apiClientsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/api-clients',
  validateSearch: readApiClientsSearch,
  component: lazyRouteComponent(
    withTexts(['clients', 'account'], () => import('../features/api-clients/api-clients-page.tsx')),
    'ApiClientsPage',
  ),
  staticData: { needs: 'Query.apiClients' },
});

const apiClientRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/api-clients/$id',
  component: lazyRouteComponent(
    withTexts(['clients', 'account'], () => import('../features/api-clients/api-client-page.tsx')),
    'ApiClientPage',
  ),
  staticData: { needs: 'Query.apiClient' },
});

const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/audit',
  validateSearch: readAuditEntriesSearch,
  component: lazyRouteComponent(
    withTexts(['audit'], () => import('../features/audit/audit-entries-page.tsx')),
    'AuditEntriesPage',
  ),
  staticData: { needs: 'Query.auditEntries' },
});

const systemRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/system',
  component: lazyRouteComponent(
    withTexts(['system'], () => import('../features/system/system-page.tsx')),
    'SystemPage',
  ),
  staticData: { needs: ['ADMIN'] },
});

const graphsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph',
  validateSearch: readPagePlace,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/graphs-page.tsx')),
    'GraphsPage',
  ),
  staticData: { needs: 'Query.graphs' },
});

const registryKeysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/keys',
  validateSearch: readKeysSearch,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/keys-page.tsx')),
    'KeysPage',
  ),
  staticData: { needs: 'Query.registryKeys' },
});

const registryAuditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/audit-page.tsx')),
    'AuditPage',
  ),
  staticData: { needs: 'Query.registryAudit' },
});

const subgraphsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/subgraphs',
  validateSearch: readPagePlace,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/subgraphs-page.tsx')),
    'SubgraphsPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const launchesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/launches',
  validateSearch: readPagePlace,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/launches-page.tsx')),
    'LaunchesPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const launchRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/launches/$number',
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/launch-page.tsx')),
    'LaunchPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const checksRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/checks',
  validateSearch: readChecksSearch,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/checks-page.tsx')),
    'ChecksPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const checkRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/checks/$id',
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/check-page.tsx')),
    'CheckPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const schemaApprovalsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/approvals',
  validateSearch: readPagePlace,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/approvals-page.tsx')),
    'SchemaApprovalsPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const usageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/usage',
  validateSearch: readUsageSearch,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/usage-page.tsx')),
    'UsagePage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const operationsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/operations',
  validateSearch: readOperationsSearch,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/operations-page.tsx')),
    'OperationsPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

const operationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant/operations/$hash',
  validateSearch: readOperationSearch,
  component: lazyRouteComponent(
    withTexts(['graph'], () => import('../features/graph/operation-page.tsx')),
    'OperationPage',
  ),
  staticData: { needs: 'Query.graphVariant' },
});

/** The address to which stock Rover sends people for the subgraphs of a graph. */
const graphServicesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/service-list',
  beforeLoad: () => {
    throw redirect({ to: '/graph', replace: true });
  },
});

/** Whoever writes an address by hand leaves the page of the variant out. */
const graphVariantRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/graph/$graph/$variant',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/graph/$graph/$variant/subgraphs', params, replace: true });
  },
});

const productsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/products',
  validateSearch: readProductSearch,
  component: lazyRouteComponent(
    withTexts(['products'], () => import('../features/products/products-page.tsx')),
    'ProductsPage',
  ),
  staticData: { needs: 'Query.products' },
});

const newProductRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/products/new',
  component: lazyRouteComponent(
    withTexts(['products'], () => import('../features/products/new-product-page.tsx')),
    'NewProductPage',
  ),
  staticData: { needs: 'Mutation.createProduct' },
});

const productRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/products/$id',
  validateSearch: readPagePlace,
  component: lazyRouteComponent(
    withTexts(['products'], () => import('../features/products/product-page.tsx')),
    'ProductPage',
  ),
  staticData: { needs: 'Query.product' },
});

const editProductRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/products/$id/edit',
  component: lazyRouteComponent(
    withTexts(['products'], () => import('../features/products/edit-product-page.tsx')),
    'EditProductPage',
  ),
  staticData: { needs: 'Mutation.updateProduct' },
});

export const routeTree = rootRoute.addChildren([
  startRoute,
  signedInRoute,
  customersRoute,
  newCustomerRoute,
  customerRoute,
  editCustomerRoute,
  productsRoute,
  newProductRoute,
  productRoute,
  editProductRoute,
  newInvoiceRoute,
  editInvoiceRoute,
  importsRoute,
  newImportRoute,
  importRequestRoute,
  importJobRoute,
  noticesRoute,
  invoicesRoute,
  invoiceRoute,
  invoicePrintRoute,
  approvalsRoute,
  requestsRoute,
  requestRoute,
  mailsRoute,
  contactsRoute,
  figuresRoute,
  accountRoute,
  peopleRoute,
  newPersonRoute,
  personRoute,
  apiClientsRoute,
  apiClientRoute,
  auditRoute,
  systemRoute,
  graphsRoute,
  registryKeysRoute,
  registryAuditRoute,
  subgraphsRoute,
  launchesRoute,
  launchRoute,
  checksRoute,
  checkRoute,
  schemaApprovalsRoute,
  usageRoute,
  operationsRoute,
  operationRoute,
  graphServicesRoute,
  graphVariantRoute,
]);
