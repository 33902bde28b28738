import type { ActorNameFragment } from '../../generated/graphql.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/language.tsx';

/** The name of whoever did something; the id can be read by pointing at it, for a name that two people have. */
export function ActorText({ actor }: { readonly actor: ActorNameFragment }) {
  const { actors } = useMessages();
  return <span title={actor.id}>{toActorName(actor, actors)}</span>;
}

/** The name of whoever did something, in the language of the page. */
export function toActorName(
  { name, kind }: ActorNameFragment,
  { services, unknown }: Messages['actors'],
): string {
  if (name === null) return unknown;
  return kind === 'SERVICE' ? (services[name] ?? name) : name;
}
