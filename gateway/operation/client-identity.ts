import { isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import type { ClientHeaders } from '../upstream/headers/header-policy.ts';
import type { Caller } from './caller.ts';

/** The program that calls, by its own word; it decides nothing. Empty texts for what is not known. */
export interface ClientIdentity {
  readonly name: string;
  readonly version: string;
}

/** Headers by which clients of Apollo's make say who they are. Others may send them as well. */
export const clientIdentityHeaders = ['apollographql-client-name', 'apollographql-client-version'] as const;

const [nameHeader, versionHeader] = clientIdentityHeaders;
/** In UTF-16 code units; a longer one is cut. */
const maxLength = 100;

/**
 * Reads who a client says it is, from its headers or, of a WebSocket, from the payload of `connection_init`. One that does not
 * say has the name by which it is registered with the identity provider (`azp`).
 */
export function readClientIdentity(headers: ClientHeaders, { principal }: Caller): ClientIdentity {
  const name = toLabel(headers[nameHeader]) || toLabel(principal?.clientId);
  return { name, version: toLabel(headers[versionHeader]) };
}

function toLabel(value: unknown): string {
  if (typeof value !== 'string') return '';
  const label = normaliseText(value.slice(0, maxLength).toWellFormed());
  return isPlainText(label) ? label : '';
}
