import { createHash } from 'node:crypto';
import type { ReadinessCheck } from '#platform/http/readiness.ts';
import type { ServiceParts } from '#platform/process/service.ts';
import { type InstanceVariables, toInstanceConfiguration } from './instance-fields.ts';
import { InstanceRegistration } from './instance-registration.ts';

/** The variables of a service that may register. */
type AnnouncedVariables = InstanceVariables & { readonly HOST: string };

/** A service that listens, as an instance of its subgraph. */
interface Announced {
  readonly subgraph: string;
  /** The SDL as it is published, to the byte. */
  readonly sdl: string;
  /** The address that it listens on, without a path. */
  readonly address: string;
}

/**
 * Registers a service that listens with the registry, if its variables ask for it. It leaves when the service begins to end, before
 * the server closes, which its owner must have been given earlier.
 */
export function announceInstance(
  { configuration, log, owner, tls }: ServiceParts<AnnouncedVariables>,
  { subgraph, sdl, address }: Announced,
): void {
  const found = toInstanceConfiguration(configuration, configuration.HOST);
  if (found === undefined) return;
  const path = ['graphs', found.graph, found.variant, 'subgraphs', subgraph, 'instances'];
  const registration = new InstanceRegistration({
    url: `${found.url}/${path.map(encodeURIComponent).join('/')}`,
    key: found.key,
    facts: {
      url: found.instanceUrl ?? `${address}/graphql`,
      sdlHash: createHash('sha256').update(sdl).digest('hex'),
      version: found.version,
      leaseSeconds: found.leaseSeconds,
    },
    log,
    fetch: tls.client.fetch,
  });
  owner.own('registration of this instance', () => registration.leave());
  owner.signal.addEventListener('abort', () => void registration.leave(), { once: true });
  registration.start();
}

/**
 * The parts of readiness that registering adds: a service that ends is not ready from that instant on, though it answers until
 * gateways know that it has left.
 *
 * @throws {ConfigurationError} if the variables do not fit each other
 */
export function toInstanceReadiness({
  configuration,
  owner,
}: Pick<ServiceParts<AnnouncedVariables>, 'configuration' | 'owner'>): Readonly<
  Record<string, ReadinessCheck>
> {
  if (toInstanceConfiguration(configuration, configuration.HOST) === undefined) return {};
  return { registration: async () => owner.signal.throwIfAborted() };
}
