import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { type PersonDetailsFragment, PersonDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { PersonActions } from './person-actions.tsx';
import { RolesForm } from './roles-form.tsx';

const route = getRouteApi('/people/$id');

/** A person, with the roles to give and take, and whether they may sign in. */
export function PersonPage() {
  const { people: messages } = useMessages();
  const { id } = route.useParams();
  const view = useData(PersonDocument, { variables: { id } });
  const person = view.data?.person;
  return (
    <PageLayout
      title={person?.username ?? messages.title}
      actions={person && <PersonActions person={person} />}
    >
      <StateView view={view} select={(data) => data.person} skeletonRows={4}>
        {(found) => (
          <>
            <PersonFacts person={found} />
            <RolesForm key={found.roles.join()} person={found} />
          </>
        )}
      </StateView>
    </PageLayout>
  );
}

function PersonFacts({ person }: { readonly person: PersonDetailsFragment }) {
  const { people: messages } = useMessages();
  const { firstName, lastName, email, isEmailVerified, isEnabled, hasOneTimeCode, createdAt } = person;
  return (
    <DescriptionList
      items={[
        {
          term: messages.status,
          value: (
            <Badge tone={isEnabled ? 'success' : 'neutral'}>
              {isEnabled ? messages.enabled : messages.disabled}
            </Badge>
          ),
        },
        { term: messages.name, value: `${firstName} ${lastName}`.trim() },
        {
          term: messages.fields.email,
          value: email && `${email} (${isEmailVerified ? messages.verified : messages.notVerified})`,
        },
        { term: messages.oneTimeCode, value: hasOneTimeCode ? messages.inUse : messages.notInUse },
        { term: messages.createdAt, value: createdAt && <InstantText instant={createdAt} /> },
      ]}
    />
  );
}
