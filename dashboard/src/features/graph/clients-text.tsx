import type { ClientCountFragment } from '../../generated/graphql.ts';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';

const maxNamed = 3;

export interface ClientsTextProps {
  /** Those with the most requests first. */
  readonly clients: readonly ClientCountFragment[];
  /** True if all are named; without it, the first three are. */
  readonly isWhole?: boolean;
}

/** Clients with their requests. */
export function ClientsText({ clients, isWhole = false }: ClientsTextProps) {
  const { graph: messages, ui } = useMessages();
  const locale = useLocale();
  const number = getNumberFormat(locale);
  if (clients.length === 0) return ui.none;
  const named = isWhole ? clients : clients.slice(0, maxNamed);
  const shown = named
    .map(({ name, requests }) =>
      messages.clientRequests(name === '' ? messages.noName : name, number.format(requests)),
    )
    .join(', ');
  const left = clients.length - named.length;
  return left === 0 ? shown : messages.moreClients(shown, number.format(left));
}
