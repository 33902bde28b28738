import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useApi } from '../api/api-context.ts';
import { useMessages } from '../messages/language.tsx';
import { PageLayout } from '../ui/page-layout.tsx';

/** Where a tab ends that was opened to sign in again: it tells the others, which then go on. */
export function SignedIn() {
  const { session } = useApi();
  const { shell } = useMessages();
  useEffect(() => session.announce(), [session]);
  return (
    <PageLayout title={shell.signedInTitle}>
      <p>{shell.signedInText}</p>
      <p>
        <Link to="/">{shell.goToStart}</Link>
      </p>
    </PageLayout>
  );
}
