import type { Environment } from '#platform/configuration/environment.ts';
import { runServices } from './run-services.ts';
import type { Service } from './service.ts';
import { findServiceEnvironment } from './service-environments.ts';

/** Loads each service by its name, so that a process reads the code of its own services alone. */
export type ServiceLoaders = Readonly<Record<string, () => Promise<Service>>>;

/**
 * Runs the named services in this process, each with its own variables (see {@link findServiceEnvironment}).
 *
 * @throws {TypeError} if there is no service of a name, or no name
 */
export async function runGroup(
  loaders: ServiceLoaders,
  names: readonly string[],
  environment: Environment,
): Promise<void> {
  const known = Object.keys(loaders).join(', ');
  if (names.length === 0) throw new TypeError(`Name one or more services: ${known}.`);
  const runs = await Promise.all(
    names.map(async (name) => {
      const load = Object.hasOwn(loaders, name) ? loaders[name] : undefined;
      if (load === undefined) throw new TypeError(`There is no service ${name}. Known are ${known}.`);
      return { service: await load(), environment: findServiceEnvironment(environment, name) };
    }),
  );
  await runServices(names.join('+'), runs);
}
