import type { AuditEntryRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActorText } from '../actors/actor-text.tsx';
import styles from './audit.module.css';

/** Whoever did it, by name; by id if nobody with it has a name, as a client of the API. */
export function EntryActor({
  entry,
}: {
  readonly entry: Pick<AuditEntryRowFragment, 'actor' | 'actorKind'>;
}) {
  const { audit: messages, ui } = useMessages();
  const { actor, actorKind } = entry;
  if (actor === null) return actorKind === null ? ui.none : messages.actorKinds[actorKind];
  return actor.name === null ? <span className={styles['id']}>{actor.id}</span> : <ActorText actor={actor} />;
}
