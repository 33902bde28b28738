import assert from 'node:assert/strict';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readRoutePages } from './route-pages.ts';

test('a route has its path, its page and the texts of the page; one without a page of its own is left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'routes-'));
  try {
    await writeFile(
      join(folder, 'routes.tsx'),
      `const root = createRootRoute({ component: Shell });
       const home = createRoute({ getParentRoute: () => root, path: '/', component: Home });
       const order = createRoute({
         getParentRoute: () => root,
         path: '/orders/$id',
         component: lazy(withTexts(['orders', 'lines'], () => import('./orders/page.tsx')), 'Page') as Page,
         staticData: { needs: 'Query.order' },
       });
       const plain = createRoute({ path: '/plain', component: lazy(() => import('../plain.tsx'), 'Plain') });
       export const element = <p>{home}</p>;`,
    );
    assert.deepEqual(await readRoutePages(folder, 'routes.tsx'), [
      { path: '/orders/$id', page: 'orders/page.tsx', texts: ['orders', 'lines'] },
      { path: '/plain', page: '../plain.tsx', texts: [] },
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every page of the routes is there, and that of invoices has its texts', async () => {
  const pages = await readRoutePages(import.meta.dirname, 'src/app/routes.tsx');
  for (const { page } of pages) await access(join(import.meta.dirname, page));
  assert.deepEqual(
    pages.find(({ path }) => path === '/invoices'),
    { path: '/invoices', page: 'src/features/invoices/invoices-page.tsx', texts: ['invoices'] },
  );
  assert.ok(pages.some(({ path }) => path === '/'));
});
