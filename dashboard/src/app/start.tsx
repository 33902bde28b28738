import { lazyRouteComponent, Navigate } from '@tanstack/react-router';
import { usePerson } from '../api/api-context.ts';
import { mayUse } from '../api/roles.ts';
import { useMessages } from '../messages/language.tsx';
import { withTexts } from '../messages/languages.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { navigation } from './navigation.ts';

const LivePage = lazyRouteComponent(
  withTexts(['live'], () => import('../features/live/live-page.tsx')),
  'LivePage',
);

/** Shows the live figures, or leads whoever may not see them to the first page that they may enter. */
export function Start() {
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
