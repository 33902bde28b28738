import type { FurtherPages } from '../api/use-further-pages.ts';
import { getNumberFormat } from '../messages/intl-formats.ts';
import { useLocale, useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import styles from './pager.module.css';
import { ProblemView } from './state-view.tsx';

/** Says how much of a list is shown, and shows more of it. A list of one page has neither. */
export function ShowMore({ list }: { readonly list: FurtherPages<unknown> }) {
  const { ui } = useMessages();
  const number = getNumberFormat(useLocale());
  const { rows, totalCount, hasMore, isContinued, isFetching, problem, showMore } = list;
  if (!hasMore && !isContinued) return null;
  if (problem) return <ProblemView problem={problem} retry={showMore} />;
  return (
    <div className={styles['pager']}>
      <span role="status">{ui.shownOf(number.format(rows.length), number.format(totalCount))}</span>
      {/* It stays after the last page, so that the focus stays. */}
      <Button
        disabledReason={hasMore ? (isFetching ? ui.working : undefined) : ui.allShown}
        onClick={showMore}
      >
        {ui.showMore}
      </Button>
    </div>
  );
}
