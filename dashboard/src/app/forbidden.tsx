import { type Need, toRoles } from '../api/roles.ts';
import { useMessages } from '../messages/language.tsx';
import { PageLayout } from '../ui/page-layout.tsx';

/** Stands in for a page that the person may not enter, and says who may. */
export function Forbidden({ needs }: { readonly needs: Need }) {
  const { states } = useMessages();
  return (
    <PageLayout title={states.forbiddenTitle}>
      <p>{states.forbiddenText(toRoles(needs).join(` ${states.or} `))}</p>
    </PageLayout>
  );
}
