import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readCustomerSearch } from '../features/customers/customer-search.ts';
import { toCustomersQuery } from '../features/customers/customers-query.ts';
import { readEditorSearch } from '../features/editor/editor-search.ts';
import {
  readImportJobSearch,
  readImportsSearch,
  readNewImportSearch,
} from '../features/imports/imports-search.ts';
import { readApprovalSearch } from '../features/invoices/approval-search.ts';
import { readInvoiceSearch } from '../features/invoices/invoice-search.ts';
import { toInvoicesQuery } from '../features/invoices/invoices-query.ts';
import { readLiveSearch } from '../features/live/live-search.ts';
import { readNoticesSearch } from '../features/notices/notices-search.ts';
import { readPeopleSearch } from '../features/people/people-search.ts';
import { readProductSearch } from '../features/products/product-search.ts';
import { toProductsQuery } from '../features/products/products-query.ts';
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
  staticData: {
    needs: 'Query.customers',
    askFirst: (ask, search) => ask(toCustomersQuery(readCustomerSearch(search))),
  },
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
    withTexts(['customers'], () => import('../features/customers/customer-page.tsx')),
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
    withTexts(['imports', 'problems', 'rows'], () => import('../features/imports/new-import-page.tsx')),
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
  staticData: {
    needs: 'Query.invoices',
    askFirst: (ask, search) => ask(toInvoicesQuery(readInvoiceSearch(search))),
  },
});

const invoiceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invoices/$id',
  component: lazyRouteComponent(
    withTexts(['invoices', 'problems'], () => import('../features/invoices/invoice-detail-page.tsx')),
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

const systemRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/system',
  component: lazyRouteComponent(
    withTexts(['system'], () => import('../features/system/system-page.tsx')),
    'SystemPage',
  ),
  staticData: { needs: ['ADMIN'] },
});

const productsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/products',
  validateSearch: readProductSearch,
  component: lazyRouteComponent(
    withTexts(['products'], () => import('../features/products/products-page.tsx')),
    'ProductsPage',
  ),
  staticData: {
    needs: 'Query.products',
    askFirst: (ask, search) => ask(toProductsQuery(readProductSearch(search))),
  },
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
  accountRoute,
  peopleRoute,
  newPersonRoute,
  personRoute,
  systemRoute,
]);
