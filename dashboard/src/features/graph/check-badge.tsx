import type { SchemaCheckStatus } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';

/** The result of a check, or of a part of it. */
export function CheckBadge({ status }: { readonly status: SchemaCheckStatus }) {
  const { checkStates } = useMessages().graph;
  return <Badge tone={status === 'PASSED' ? 'success' : 'danger'}>{checkStates[status]}</Badge>;
}
