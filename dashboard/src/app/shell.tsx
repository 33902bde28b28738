import { Link, Outlet, useMatches, useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { usePerson, useSession } from '../api/api-context.ts';
import { mayUse } from '../api/roles.ts';
import { NoticeBell } from '../features/notices/notice-bell.tsx';
import { NoticeFeedProvider } from '../features/notices/notice-feed.tsx';
import { PreferenceSync } from '../features/preferences/preference-sync.tsx';
import { useMessages } from '../messages/language.tsx';
import { NoticeRegion } from '../ui/notices.tsx';
import { AccountPanel } from './account-panel.tsx';
import { Forbidden } from './forbidden.tsx';
import { MainNavigation } from './main-navigation.tsx';
import { OfflineNotice } from './offline-notice.tsx';
import { SessionDialog } from './session-dialog.tsx';
import styles from './shell.module.css';
import { Shortcuts } from './shortcuts.tsx';
import { SignInPrompt } from './sign-in-prompt.tsx';

/** Everything around a page; whoever is not signed in is asked to. */
export function Shell() {
  const { person } = useSession();
  if (person === undefined) return <SignInPrompt />;
  return (
    <NoticeRegion>
      <NoticeFeedProvider>
        <SignedInShell />
      </NoticeFeedProvider>
    </NoticeRegion>
  );
}

function SignedInShell() {
  const { shell } = useMessages();
  const [isExplained, setExplained] = useState(false);
  useFocusOnNavigation();
  return (
    <>
      <a className={styles['skip']} href="#content">
        {shell.skipToContent}
      </a>
      <header className={styles['header']}>
        <Link to="/" className={styles['product'] ?? ''}>
          {shell.product}
        </Link>
        <MainNavigation />
        <NoticeBell />
        <AccountPanel onHelp={() => setExplained(true)} />
      </header>
      <OfflineNotice />
      <main id="content" className={styles['main']} tabIndex={-1}>
        <GuardedPage />
      </main>
      <Shortcuts isExplained={isExplained} onExplain={setExplained} />
      <SessionDialog />
      <PreferenceSync />
    </>
  );
}

/** The page, or who may see it. */
function GuardedPage() {
  const { roles } = usePerson();
  const needs = useMatches({ select: (matches) => matches.at(-1)?.staticData.needs });
  return needs === undefined || mayUse(roles, needs) ? <Outlet /> : <Forbidden needs={needs} />;
}

/** Puts the focus on the heading of the page that somebody went to, as a page that is loaded anew would. */
function useFocusOnNavigation(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe('onRendered', ({ fromLocation, pathChanged }) => {
        if (fromLocation && pathChanged)
          document.getElementById('page-title')?.focus({ preventScroll: true });
      }),
    [router],
  );
}
