import { useClient } from 'urql';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { type ActorNameFragment, AuditPeopleChoiceDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ChoiceFilter, type ChoiceFilterProps } from '../../ui/choice-filter.tsx';
import type { ComboOption } from '../../ui/use-combo-options.ts';
import { toActorName } from '../actors/actor-text.tsx';

export interface ActorFilterProps extends ChoiceFilterProps {
  /** The actors of the entries in view. */
  readonly actors: readonly ActorNameFragment[];
}

/**
 * Filters by whoever acted: people found by their names for those who may look them up, the actors in view, or what was typed as
 * an id, since services and people who left are in no list.
 */
export function ActorFilter({ actors, chosen, onChoose }: ActorFilterProps) {
  const { audit: messages, actors: actorMessages } = useMessages();
  const { roles } = usePerson();
  const client = useClient();
  const shown = actors.map(
    (actor): ComboOption => ({ key: actor.id, label: toLabel(actor), description: actor.id }),
  );

  function toLabel(actor: ActorNameFragment): string {
    return actor.name === null ? actor.id : toActorName(actor, actorMessages);
  }

  async function findPeople(text: string): Promise<readonly ComboOption[]> {
    const variables = { search: text || null };
    const { data } = await client.query(AuditPeopleChoiceDocument, variables).toPromise();
    return (data?.people?.edges ?? []).map(({ node: { id, username, firstName, lastName } }) => ({
      key: id,
      label: `${firstName} ${lastName}`.trim() || username,
      description: username,
    }));
  }

  async function search(given: string): Promise<readonly ComboOption[]> {
    const text = given.trim();
    const people = mayUse(roles, 'Query.people') ? await findPeople(text) : [];
    const others = shown.filter(({ key, label }) =>
      [key, label].some((one) => one.toLowerCase().includes(text.toLowerCase())),
    );
    const found = [...new Map([...others, ...people].map((option) => [option.key, option])).values()];
    return found.length === 0 && text !== ''
      ? [{ key: text, label: text, description: messages.filters.asId }]
      : found;
  }

  return (
    <ChoiceFilter
      {...{ chosen, onChoose, search }}
      label={messages.fields.actor}
      hint={messages.filters.actorHint}
      name={shown.find(({ key }) => key === chosen)?.label}
    />
  );
}
