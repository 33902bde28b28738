import type { AuthorNameFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActorText } from '../actors/actor-text.tsx';

/** Whoever made a change: a person by name, a key by its own, or an operator. */
export function AuthorText({ author: { kind, keyName, person } }: { readonly author: AuthorNameFragment }) {
  const { graph: messages, actors } = useMessages();
  if (kind === 'PERSON') return person === null ? actors.unknown : <ActorText actor={person} />;
  return keyName === null ? messages.authors[kind] : messages.keyAuthor(keyName);
}
