import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import type { LiveStatus } from '../../api/live-connection.ts';
import { useData } from '../../api/use-data.ts';
import { useLive } from '../../api/use-live.ts';
import {
  NoticesAddedDocument,
  type NoticesAddedSubscription,
  NoticesUnreadDocument,
} from '../../generated/graphql.ts';

type AddedNotice = NoticesAddedSubscription['noticeAdded']['notice'];

/** The person's notices as they come. */
export interface NoticeFeed {
  /** Undefined until it is known. */
  readonly unreadCount: number | undefined;
  readonly status: LiveStatus;
  /** The newest notice that has come while the page was open. */
  readonly newest: AddedNotice | undefined;
}

const NoticeFeedContext = createContext<NoticeFeed>({
  unreadCount: undefined,
  status: 'connecting',
  newest: undefined,
});

export function useNoticeFeed(): NoticeFeed {
  return use(NoticeFeedContext);
}

/** Types whose change makes lists of notices old. */
export const noticeTypes = ['MarkNoticesReadPayload'] as const;

/** Follows the person's notices once for everything inside. */
export function NoticeFeedProvider({ children }: { readonly children: ReactNode }) {
  const { data, retry } = useData(NoticesUnreadDocument, { variables: {}, types: noticeTypes });
  const read = data?.notices ?? undefined;
  const [unreadCount, setUnreadCount] = useState<number>();
  const [start, setStart] = useState<string>();
  useEffect(() => {
    if (read === undefined) return;
    setUnreadCount(read.unreadCount);
    setStart((old) => old ?? read.cursor);
  }, [read]);
  const live = useLive(NoticesAddedDocument, {
    variables: { after: start ?? null },
    isPaused: start === undefined,
    onData: ({ noticeAdded }) => setUnreadCount(noticeAdded.unreadCount),
    toNextVariables: ({ noticeAdded }) => ({ after: noticeAdded.cursor }),
  });
  const hasExpired = live.problem?.code === 'CURSOR_EXPIRED';
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each cursor that has expired
  useEffect(() => {
    if (!hasExpired) return;
    setStart(undefined);
    retry();
  }, [hasExpired]);
  const newest = live.data?.noticeAdded.notice;
  const value = useMemo(
    () => ({ unreadCount, status: live.status, newest }),
    [unreadCount, live.status, newest],
  );
  return <NoticeFeedContext value={value}>{children}</NoticeFeedContext>;
}
