import { subgraphs } from '#schema/subgraphs.ts';
import type { SystemService } from './service.ts';

/**
 * The services that the gateway tells operators of beside its subgraphs, as its variable `WATCHED_SERVICES` takes them.
 *
 * @param toOrigin gives the origin of a service
 */
export function toWatchedServices(
  services: readonly Pick<SystemService, 'name'>[],
  toOrigin: (service: string) => string,
): Readonly<Record<string, string>> {
  const others = services.filter(
    ({ name }) => name !== 'gateway' && !subgraphs.some((subgraph) => subgraph.name === name),
  );
  return Object.fromEntries(others.map(({ name }) => [name, `${toOrigin(name)}/readyz`]));
}
