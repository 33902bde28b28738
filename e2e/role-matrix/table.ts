import { readSubgraphSdl } from '#schema/subgraph-sdl.ts';
import { subgraphs } from '#schema/subgraphs.ts';
import { type Caller, callers, coordinateOf, findPaths, passes } from './access.ts';
import { type Graph, type GraphField, readGraph, rootTypes } from './graph.ts';
import { scopesOf } from './rules.ts';

/** One way to the data: through the gateway, or straight to a subgraph. */
export interface Target {
  readonly name: string;
  readonly graph: Graph;
}

/** The gateway with the rules of all subgraphs, and each subgraph with its own. */
export async function readTargets(): Promise<{ gateway: Target; subgraphs: readonly Target[] }> {
  const sdl = await Promise.all(subgraphs.map(({ name }) => readSubgraphSdl(name)));
  return {
    gateway: { name: 'gateway', graph: readGraph(sdl) },
    subgraphs: subgraphs.map(({ name }, index) => ({ name, graph: readGraph([sdl[index] ?? '']) })),
  };
}

/**
 * The fields that a caller may read somewhere. In a subgraph the entities are a way in of their own: a gateway, or
 * whoever pretends to be one, reads them by key.
 */
function findAllowed(target: Target, caller: Caller): Set<string> {
  const keys =
    target.name === 'gateway'
      ? []
      : [...target.graph.entities].filter(([, rule]) => passes(caller, rule)).map(([type]) => type);
  return new Set(findPaths(target.graph, caller, [...rootTypes, ...keys]).keys());
}

/** The matrix as a Markdown document. */
export async function formatTable(): Promise<string> {
  const targets = await readTargets();
  const sections = [...targets.gateway.graph.fields]
    .toSorted(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
    .map(([type, fields]) => {
      const rows = fields.map((field) => {
        const coordinate = coordinateOf(field);
        const owners = targets.subgraphs.filter((target) =>
          target.graph.fields.get(type)?.some(({ name }) => name === field.name),
        );
        const cells = callers.map((caller) => cellOf(coordinate, caller, targets.gateway, owners));
        const names = owners.map(({ name }) => name).join(', ');
        return `| \`${coordinate}\` | ${names} | ${formatScopes(field)} | ${cells.join(' | ')} |`;
      });
      return `## ${type}\n\n${head()}\n${rows.join('\n')}\n`;
    });
  return `${introduction}\n${sections.join('\n')}`;
}

/** The scopes of which an API client needs one, or one of each group. */
function formatScopes({ rule, typeRule }: GraphField): string {
  return scopesOf([...rule, ...typeRule])
    .map((oneOf) => [...oneOf].map((scope) => `\`${scope}\``).join(' or '))
    .join(' and ');
}

function cellOf(coordinate: string, caller: Caller, gateway: Target, owners: readonly Target[]): string {
  const throughGateway = findAllowed(gateway, caller).has(coordinate);
  const direct = owners.map((owner) => findAllowed(owner, caller).has(coordinate));
  // A type that several subgraphs share is given by those that the caller may enter.
  if (throughGateway) return direct.includes(true) ? 'yes' : 'gateway only';
  return direct.includes(true) ? 'subgraph only' : '·';
}

function head(): string {
  return `| field | subgraph | scope | ${callers.map(({ name }) => name).join(' | ')} |\n|${' --- |'.repeat(callers.length + 3)}`;
}

function rankOf(type: string): number {
  return rootTypes.includes(type) ? rootTypes.indexOf(type) : rootTypes.length;
}

const introduction = `# Who may read and do what

Generated from the SDL by \`npm run docs:role-matrix\`; \`npm run check\` fails when it is not fresh, and \`npm run test:system\` tries every cell: each
field, mutation and subscription with each role, through the gateway and straight at the subgraph.

"yes" means that the role can reach the field, through the gateway and at a subgraph that has it; "·" that all refuse it.
A subgraph refuses by the rules of its own SDL, also where an object is read by its key (\`_entities\`).
The columns are the development users of these roles; each holds USER too, and ADMIN holds every role.

"scope" is what an [API client](api-clients.md) needs besides a role, for the field and for its type; people have all scopes. An API client is never ADMIN, AUDITOR,
STOCK_RESERVER or CORRESPONDENT, and never has the scope \`workspace\`. \`npm run test:system\` tries each scope by itself, too.
`;
