import { Link } from '@tanstack/react-router';
import { useMessages } from '../messages/language.tsx';
import { toButtonClass } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import type { PagePlace } from './page-arguments.ts';
import styles from './pager.module.css';

export interface PagerProps {
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** The number of entries on all pages, in words. */
  readonly count: string;
}

/** The number of entries, and links to the pages before and after, so that Back leads to the place one came from. */
export function Pager({ pageInfo, count }: PagerProps) {
  const { ui } = useMessages();
  const { hasNextPage, hasPreviousPage, startCursor, endCursor } = pageInfo;
  return (
    <nav className={styles['pager']} aria-label={ui.pages}>
      <span>{count}</span>
      {hasPreviousPage && startCursor !== null && (
        <PageLink place={{ before: startCursor }} label={ui.previousPage} />
      )}
      {hasNextPage && endCursor !== null && <PageLink place={{ after: endCursor }} label={ui.nextPage} />}
    </nav>
  );
}

interface ListPage extends Pick<PagerProps, 'pageInfo'> {
  readonly edges: readonly unknown[];
}

/** True if nothing is at this place any more, though there is before or after it: its entries are elsewhere in the list, or gone. */
export function isPlaceEmpty({ edges, pageInfo }: ListPage): boolean {
  return edges.length === 0 && (pageInfo.hasPreviousPage || pageInfo.hasNextPage);
}

/** Stands in for a place of a list at which nothing is any more, and leads to the first page. */
export function EmptyPlace() {
  const { states } = useMessages();
  return (
    <EmptyState title={states.emptyPlaceTitle}>
      <p>{states.emptyPlaceText}</p>
      <PageLink place={{}} label={states.firstPage} />
    </EmptyState>
  );
}

/** The search parameters of the first page of the same list. */
export function withoutPlace<Search extends PagePlace>(search: Search): Omit<Search, 'after' | 'before'> {
  const { after, before, ...rest } = search;
  return rest;
}

function PageLink({ place, label }: { readonly place: PagePlace; readonly label: string }) {
  return (
    <Link
      to="."
      className={toButtonClass()}
      // The types know all routes, and not that this one is a list with a place.
      search={((old: PagePlace) => ({ ...withoutPlace(old), ...place })) as never}
    >
      {label}
    </Link>
  );
}
