import { useData } from '../../api/use-data.ts';
import { RequestAssigneesDocument, type RequestKind } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import type { SelectOption } from '../../ui/select-field.tsx';
import { toActorName } from '../actors/actor-text.tsx';

/**
 * The people who might do requests of a kind, as choices of a filter: for disputes that is everybody who has looked at requests lately.
 * Somebody else whom the address names is a choice, too, so that it shows that the list is filtered.
 */
export function usePeopleOptions(kind: RequestKind, chosen: string | undefined): readonly SelectOption[] {
  const { actors } = useMessages();
  const { data } = useData(RequestAssigneesDocument, { variables: { kind } });
  const options = (data?.requestAssignees ?? []).map((actor) => ({
    value: actor.id,
    label: toActorName(actor, actors),
  }));
  const isListed = chosen === undefined || options.some(({ value }) => value === chosen);
  return isListed ? options : [...options, { value: chosen, label: actors.unknown }];
}
