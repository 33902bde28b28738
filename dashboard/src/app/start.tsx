import { Navigate } from '@tanstack/react-router';
import { usePerson } from '../api/api-context.ts';
import { mayUse } from '../api/roles.ts';
import { useMessages } from '../messages/language.tsx';
import { PageLayout } from '../ui/page-layout.tsx';
import { navigation } from './navigation.ts';

/** Leads to the first page that the person may enter. */
export function Start() {
  const { roles } = usePerson();
  const { shell } = useMessages();
  const first = navigation.find(({ needs }) => mayUse(roles, needs));
  if (first !== undefined) return <Navigate to={first.to} replace />;
  return (
    <PageLayout title={shell.nothingTitle}>
      <p>{shell.nothingText}</p>
    </PageLayout>
  );
}
