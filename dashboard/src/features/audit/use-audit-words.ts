import { useMemo } from 'react';
import { useMessages } from '../../messages/language.tsx';

/** The words of the page for names that the audit has; a name without one, as of a later version, stays as it is. */
export interface AuditWords {
  readonly toAction: (action: string) => string;
  readonly toObjectType: (type: string) => string;
}

export function useAuditWords(): AuditWords {
  const { audit } = useMessages();
  return useMemo(() => {
    const actions: Readonly<Record<string, string>> = audit.actions;
    const types: Readonly<Record<string, string>> = audit.objectTypes;
    return {
      toAction: (action) => actions[action] ?? action,
      toObjectType: (type) => types[type] ?? type,
    };
  }, [audit]);
}
