import type { Exchange } from '../exchange.ts';
import type { ServiceClient } from '../service-clients.ts';
import {
  existingClientSchema,
  newClientSchema,
  toClientRepresentation,
  toServiceClientChange,
} from './client-representation.ts';
import { type JsonAnswer, readJsonBody, toRefusal } from './json-exchange.ts';

/** A call about clients with a service account. */
interface ClientCall {
  readonly exchange: Exchange;
  readonly query: URLSearchParams;
}

/** A call about one client. */
interface OneClientCall extends ClientCall {
  readonly client: ServiceClient;
}

/** Answers with the clients whose id contains a text, as Keycloak does with `search=true`. */
export function listClients({ exchange: { serviceClients }, query }: ClientCall): JsonAnswer {
  const wanted = query.get('clientId') ?? '';
  const found = serviceClients.all().filter(({ clientId }) => clientId.includes(wanted));
  return { status: 200, body: found.map(toClientRepresentation) };
}

/** Adds a client, with a secret that is told by no answer but that to its renewal. */
export async function createClient({ exchange }: ClientCall): Promise<JsonAnswer> {
  const read = await readJsonBody(exchange, newClientSchema);
  if ('refusal' in read) return read.refusal;
  const { clientId } = read.value;
  const client = exchange.serviceClients.create(clientId, toServiceClientChange(read.value));
  if (client === undefined) return toRefusal(409, `Client ${clientId} already exists`);
  const path = new URL(exchange.request.url ?? '/', exchange.issuer).pathname;
  return { status: 201, location: `${new URL(exchange.issuer).origin}${path}/${client.id}` };
}

export function readClient({ client }: OneClientCall): JsonAnswer {
  return { status: 200, body: toClientRepresentation(client) };
}

export async function updateClient({ exchange, client }: OneClientCall): Promise<JsonAnswer> {
  const read = await readJsonBody(exchange, existingClientSchema);
  if ('refusal' in read) return read.refusal;
  exchange.serviceClients.update(client.id, toServiceClientChange(read.value));
  return { status: 204 };
}

export function deleteClient({ exchange, client }: OneClientCall): JsonAnswer {
  exchange.serviceClients.delete(client.id);
  return { status: 204 };
}

export function renewClientSecret({ exchange, client }: OneClientCall): JsonAnswer {
  return { status: 200, body: { type: 'secret', value: exchange.serviceClients.renewSecret(client) } };
}

/** Answers with the user that stands for the service account, whose roles are given as those of people are. */
export function readServiceAccount({ client }: OneClientCall): JsonAnswer {
  return { status: 200, body: { id: client.id, username: toServiceAccountName(client) } };
}

export function toServiceAccountName({ clientId }: Pick<ServiceClient, 'clientId'>): string {
  return `service-account-${clientId}`;
}
