import type { AskFirst } from '../api/query-of.ts';
import { askFirstQuery } from './first-queries.ts';
import type { router as pageRouter } from './router.ts';

/**
 * Asks what the page of the address shows first, and loads its code and texts, before it is known who is there. A page that is
 * rendered before they have come shows nothing, and React waits 0.3 seconds after that before it shows more.
 *
 * @returns when the page can be rendered; what has not come is asked for again, and told of, by the page
 */
export async function prepareFirstPage(router: typeof pageRouter, ask: AskFirst): Promise<void> {
  // That of the window follows a replaced address only later.
  askFirstQuery(router.history.location, ask);
  await router.load().catch(() => {});
}
