import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { readCustomerSearch } from '../features/customers/customer-search.ts';
import { readPagePlace } from '../ui/search-parameters.ts';
import { NotFound } from './not-found.tsx';
import { Shell } from './shell.tsx';
import { SignedIn } from './signed-in.tsx';
import { Start } from './start.tsx';

// Every route of the page. The page itself is a chunk that is loaded when somebody goes there, or is about to.

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const startRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: Start });

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signed-in',
  component: SignedIn,
});

const customersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers',
  validateSearch: readCustomerSearch,
  component: lazyRouteComponent(() => import('../features/customers/customers-page.tsx'), 'CustomersPage'),
  staticData: { needs: 'Query.customers' },
});

const newCustomerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers/new',
  component: lazyRouteComponent(
    () => import('../features/customers/new-customer-page.tsx'),
    'NewCustomerPage',
  ),
  staticData: { needs: 'Mutation.createCustomer' },
});

const customerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers/$id',
  validateSearch: readPagePlace,
  component: lazyRouteComponent(() => import('../features/customers/customer-page.tsx'), 'CustomerPage'),
  staticData: { needs: 'Query.customer' },
});

const editCustomerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/customers/$id/edit',
  component: lazyRouteComponent(
    () => import('../features/customers/edit-customer-page.tsx'),
    'EditCustomerPage',
  ),
  staticData: { needs: 'Mutation.updateCustomer' },
});

export const routeTree = rootRoute.addChildren([
  startRoute,
  signedInRoute,
  customersRoute,
  newCustomerRoute,
  customerRoute,
  editCustomerRoute,
]);
