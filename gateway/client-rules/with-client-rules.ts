import type { FastifyRequest } from 'fastify';
import { toCountedAddress } from '#platform/http/client-address.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { ClientRules } from './client-rules.ts';

/** Credentials by which nobody comes in whom the rules of clients refuse. */
export function withClientRules(credentials: Credentials, rules: ClientRules): Credentials {
  return {
    tokenFor: (request) => credentials.tokenFor(request),
    assertAdmitted(caller, request) {
      const { ip, headers } = request;
      const { origin } = headers;
      const path = toPath(request);
      const refusal = rules.findRefusal({ caller, path, clientAddress: toCountedAddress(ip), origin });
      if (refusal !== undefined) throw refusal;
    },
  };
}

/** The path of the route that answers, which an address may write in several ways. Paths below a route are plain, or refused. */
function toPath({ url, routeOptions }: FastifyRequest): string {
  const { url: route = '' } = routeOptions;
  const [path = ''] = url.split('?', 1);
  return route.endsWith('*') ? path : route;
}
