import { linkBounds } from '../../subgraphs/billing/portal/link-bounds.ts';
import { maxShownLines } from '../../subgraphs/billing/portal/page/figures-part.ts';
import { maxPortalRequests } from '../../subgraphs/billing/portal/portal-route.ts';
import type { LimitRow } from './limit-row.ts';

const linkTest = 'subgraphs/billing/portal/portal-links.test.ts';
const pageTest = 'subgraphs/billing/portal/portal.test.ts';

/** The limits of the portal, in which customers read invoices. */
export function listPortalLimits(): readonly LimitRow[] {
  const place = 'portal of customers';
  return [
    {
      place,
      counts: 'days for which a link is good',
      bound: linkBounds.maxDays,
      answer: 'userError OUT_OF_RANGE',
      test: linkTest,
    },
    {
      place,
      counts: 'links of an invoice, ended ones included',
      bound: linkBounds.maxLinks,
      answer: 'userError WRONG_STATE',
      test: linkTest,
    },
    {
      place,
      counts: 'pages and documents under way at a time, in one process',
      bound: maxPortalRequests,
      answer: 'status 503, a page that says to come back',
      test: pageTest,
    },
    {
      place,
      counts: 'lines that a page shows',
      bound: maxShownLines,
      answer: 'the page says how many more are in the PDF',
      test: pageTest,
    },
  ];
}
