import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import {
  type MarkNoticesReadInput,
  type NoticeItemFragment,
  NoticesMarkReadDocument,
  NoticesPageDocument,
} from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { EmptyState, NoMatch } from '../../ui/empty-state.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { useNotice } from '../../ui/notices.tsx';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { noticeTypes, useNoticeFeed } from './notice-feed.tsx';
import { toNoticePath, toNoticeText } from './notice-text.ts';
import styles from './notices.module.css';

const route = getRouteApi('/notices');
const pageSize = 25;

/** The notices of the person, the newest first; new ones come by themselves. */
export function NoticesPage() {
  const { notices: messages } = useMessages();
  const locale = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isUnreadOnly = search.unread === 'true';
  const view = useData(NoticesPageDocument, {
    variables: { ...toPageArguments(search, pageSize), unreadOnly: isUnreadOnly },
    types: noticeTypes,
  });
  useRefreshOnArrival(view.retry);
  const { mark, isMarking } = useMarkRead();
  const page = view.data?.notices;
  const showAll = () => void navigate({ search: {}, replace: true });

  return (
    <PageLayout
      title={messages.title}
      actions={
        <Button
          disabledReason={page && page.unreadCount > 0 && !isMarking ? undefined : messages.nothingUnread}
          onClick={() => page && mark({ upTo: page.cursor })}
        >
          {messages.markAllRead}
        </Button>
      }
    >
      <FilterBar isFiltered={isUnreadOnly} onClear={showAll}>
        <label className={styles['filter']}>
          <input
            type="checkbox"
            checked={isUnreadOnly}
            onChange={({ target }) =>
              target.checked ? void navigate({ search: { unread: 'true' }, replace: true }) : showAll()
            }
          />{' '}
          {messages.unreadOnly}
        </label>
      </FilterBar>
      <LiveState />
      <StateView view={view} select={({ notices }) => notices}>
        {({ edges, pageInfo, totalCount }) => {
          if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
          if (edges.length === 0 && isUnreadOnly)
            return <NoMatch filters={[messages.unreadOnly]} onClear={showAll} />;
          if (edges.length === 0)
            return (
              <EmptyState title={messages.emptyTitle}>
                <p>{messages.emptyText}</p>
              </EmptyState>
            );
          return (
            <>
              <ol className={styles['list']} aria-label={messages.title}>
                {edges.map(({ node }) => (
                  <NoticeRow key={node.id} notice={node} onRead={() => mark({ ids: [node.id] })} />
                ))}
              </ol>
              <Pager
                pageInfo={pageInfo}
                count={messages.total(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          );
        }}
      </StateView>
    </PageLayout>
  );
}

function NoticeRow({ notice, onRead }: { readonly notice: NoticeItemFragment; readonly onRead: () => void }) {
  const texts = useMessages();
  const { notices: messages } = texts;
  const locale = useLocale();
  const path = toNoticePath(notice);
  const title = notice.subject === '' ? messages.kinds[notice.kind] : notice.subject;
  return (
    <li className={notice.isRead ? styles['notice'] : `${styles['notice']} ${styles['unread']}`}>
      <div>
        <p className={styles['head']}>
          {!notice.isRead && <span className={styles['mark']}>{messages.unread}</span>}
          {path === undefined ? (
            <strong>{title}</strong>
          ) : (
            // The types know the routes, and not a path that is made of an id.
            <Link to={path as '/'} onClick={notice.isRead ? undefined : onRead}>
              {title}
            </Link>
          )}
        </p>
        <p>{toNoticeText(notice, texts, locale)}</p>
        <p className={styles['time']}>
          <InstantText instant={notice.occurredAt} />
        </p>
      </div>
      {!notice.isRead && (
        <Button aria-label={messages.markReadOf(title)} onClick={onRead}>
          {messages.markRead}
        </Button>
      )}
    </li>
  );
}

/** Says that notices do not come by themselves now. */
function LiveState() {
  const { notices: messages } = useMessages();
  const { status } = useNoticeFeed();
  if (status === 'live' || status === 'connecting') return null;
  return (
    <p role="status" className={styles['time']}>
      {status === 'reconnecting' ? messages.reconnecting : messages.notLive}
    </p>
  );
}

/** Reads the page of notices again when one has come. */
function useRefreshOnArrival(retry: () => void): void {
  const { newest } = useNoticeFeed();
  const seen = useRef(newest?.id);
  useEffect(() => {
    if (newest === undefined || newest.id === seen.current) return;
    seen.current = newest.id;
    retry();
  }, [newest, retry]);
}

function useMarkRead() {
  const { states } = useMessages();
  const notify = useNotice();
  const { send, isSending } = useChange(NoticesMarkReadDocument);
  return {
    isMarking: isSending,
    mark: async (input: MarkNoticesReadInput) => {
      const result = await send({ input });
      if (result.kind !== 'done') notify(states.failedTitle, 'failure');
    },
  };
}
