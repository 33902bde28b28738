import type { SubgraphName } from './schema.ts';

/** The port of each subgraph on loopback. */
export type SubgraphPorts = Readonly<Record<SubgraphName, number>>;

export const subgraphNames: readonly SubgraphName[] = ['accounts', 'products', 'inventory', 'reviews'];

/** The variable that tells a process the ports. */
const variable = 'SUBGRAPH_PORTS';

export function toPortsEnvironment(ports: SubgraphPorts): Record<string, string> {
  return { [variable]: JSON.stringify(ports) };
}

/** @throws when the process was started without them. */
export function readPorts(environment: NodeJS.ProcessEnv): SubgraphPorts {
  return JSON.parse(environment[variable] ?? '');
}
