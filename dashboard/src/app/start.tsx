import { Navigate } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { usePerson } from '../api/api-context.ts';
import { mayUse } from '../api/roles.ts';
import { useMessages } from '../messages/language.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { navigation } from './navigation.ts';

/** A page whose code is loaded ahead of it. */
interface Preloaded {
  readonly preload?: () => Promise<void> | undefined;
}

/**
 * Creates the page that shows the live figures, or leads whoever may not see them to the first page that they may enter. It is
 * loaded as the page of the live figures is.
 */
export function createStart(LivePage: ComponentType & Preloaded): (() => ReactNode) & Preloaded {
  function Start() {
    const { roles } = usePerson();
    const { shell } = useMessages();
    if (mayUse(roles, 'Query.liveTotals')) return <LivePage />;
    const first = navigation.find(({ needs }) => mayUse(roles, needs));
    if (first !== undefined) return <Navigate to={first.to} replace />;
    return (
      <PageLayout title={shell.nothingTitle}>
        <p>{shell.nothingText}</p>
      </PageLayout>
    );
  }
  const { preload } = LivePage;
  return preload ? Object.assign(Start, { preload }) : Start;
}
