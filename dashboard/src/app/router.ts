import { createRouter } from '@tanstack/react-router';
import type { Need } from '../api/roles.ts';
import { Crash } from './crash.tsx';
import { routeTree } from './routes.tsx';

/** The routes of the page with their history; types of links and search parameters come from here. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: Crash,
  // Search parameters are texts, so that a link can be read and written by hand.
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface StaticDataRouteOption {
    /** The condition for entering the page. */
    readonly needs?: Need;
  }
}
