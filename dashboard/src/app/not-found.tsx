import { useMessages } from '../messages/language.tsx';
import { PageLayout } from '../ui/page-layout.tsx';

/** The page of an address that nothing is at. */
export function NotFound() {
  const { states } = useMessages();
  return (
    <PageLayout title={states.notFoundTitle}>
      <p>{states.notFoundText}</p>
    </PageLayout>
  );
}
