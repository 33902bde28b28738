import { readPorts, subgraphNames } from './ports.ts';
import { type SubgraphCounts, serveSubgraph } from './serve-subgraph.ts';

/** The process with all subgraphs, which count together. */
const ports = readPorts(process.env);
const counts: SubgraphCounts = { requests: 0, representations: 0, authorized: 0 };
for (const name of subgraphNames) await serveSubgraph(name, ports[name], counts);
