import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { type PersonDetailsFragment, type Role, SetPersonRolesDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Form, FormActions } from '../../ui/form-parts.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { RoleChoice } from './role-choice.tsx';
import { tellResult } from './tell-result.ts';

/** Gives and takes roles. */
export function RolesForm({ person }: { readonly person: PersonDetailsFragment }) {
  const messages = useMessages();
  const notify = useNotice();
  const { send, isSending } = useChange(SetPersonRolesDocument);
  const [roles, setRoles] = useState<readonly Role[]>(person.roles);
  const { people, ui } = messages;
  return (
    <Form
      onSubmit={async (event) => {
        event.preventDefault();
        const result = await send({ input: { id: person.id, roles: [...roles] } });
        tellResult(result, people.rolesSaved(person.username), { messages, notify });
      }}
    >
      <RoleChoice value={roles} onChange={setRoles} />
      <p>{people.rolesHint}</p>
      <FormActions>
        <Button type="submit" kind="primary" disabledReason={isSending ? ui.working : undefined}>
          {people.saveRoles}
        </Button>
      </FormActions>
    </Form>
  );
}
