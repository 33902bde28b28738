import type { ErrorComponentProps } from '@tanstack/react-router';
import { useMessages } from '../messages/language.tsx';
import { Button } from '../ui/button.tsx';
import { PageLayout } from '../ui/page-layout.tsx';

/** Stands in for a page whose code has failed; all around it goes on. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const { states } = useMessages();
  return (
    <PageLayout title={states.crashedTitle}>
      <div role="alert">
        <p>{states.crashedText}</p>
        <p>
          <code>{error instanceof Error ? error.message : String(error)}</code>
        </p>
      </div>
      <Button onClick={reset}>{states.retry}</Button>{' '}
      <Button onClick={() => location.reload()}>{states.loadAgain}</Button>
    </PageLayout>
  );
}
