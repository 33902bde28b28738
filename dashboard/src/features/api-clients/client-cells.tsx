import type { ApiClientRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import styles from './api-clients.module.css';

/** Tells whether an API client may call. */
export function ClientBadge({ isEnabled }: Pick<ApiClientRowFragment, 'isEnabled'>) {
  const { clients: messages } = useMessages();
  return (
    <Badge tone={isEnabled ? 'success' : 'neutral'}>
      {isEnabled ? messages.statuses.ENABLED : messages.statuses.DISABLED}
    </Badge>
  );
}

/** The roles of an API client by the names that people know. */
export function ClientRoles({ roles }: Pick<ApiClientRowFragment, 'roles'>) {
  const { clients: messages, account } = useMessages();
  return roles.length === 0 ? messages.noRoles : roles.map((role) => account.roleNames[role]).join(', ');
}

/** The scopes of an API client as programs write them. */
export function ClientScopes({ scopes }: Pick<ApiClientRowFragment, 'scopes'>) {
  const { clients: messages } = useMessages();
  if (scopes.length === 0) return messages.noScopes;
  return scopes.map((scope) => (
    <code key={scope} className={styles['scope']}>
      {scope}
    </code>
  ));
}
