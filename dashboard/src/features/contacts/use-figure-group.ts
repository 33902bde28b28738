import type { ActorNameFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { toActorName } from '../actors/actor-text.tsx';

/** Gives the name of a group of figures in the language of the page. */
export function useFigureGroup(): (row: {
  readonly group: string;
  readonly person: ActorNameFragment | null;
}) => string {
  const { contacts: messages, actors } = useMessages();
  const kinds: Readonly<Record<string, string>> = { ...messages.requestKinds, ...messages.kinds };
  return ({ group, person }) => {
    if (person !== null) return toActorName(person, actors);
    return group === '' ? messages.nobody : (kinds[group] ?? group);
  };
}
