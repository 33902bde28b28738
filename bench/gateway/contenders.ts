import { join, resolve } from 'node:path';
import type { Launch } from './gateway-process.ts';
import { type SubgraphPorts, toPortsEnvironment } from './subgraphs/ports.ts';

/** What a gateway is started with. */
export interface Site {
  readonly supergraphFile: string;
  readonly ports: SubgraphPorts;
  /** For whatever a gateway keeps. */
  readonly folder: string;
}

/** One row of the tables. */
export interface Contender {
  readonly name: string;
  /** It answers by hand: only the deep query, and a query of one subgraph. */
  readonly isFloor?: boolean;
  toLaunch(site: Site, port: number): Launch;
}

/** The name of the row that others are told as a ratio to. */
export const stockName = 'stock @apollo/gateway';
export const floorName = 'floor';

const program = (...path: string[]) => [process.execPath, join(import.meta.dirname, ...path)] as const;

const ours: Contender = {
  name: 'this gateway',
  toLaunch: ({ supergraphFile, folder }, port) => ({
    command: [process.execPath, resolve(import.meta.dirname, '../../gateway/main.ts')],
    environment: {
      AUTHENTICATION: 'none',
      SUPERGRAPH_FILE: supergraphFile,
      GATEWAY_PORT: `${port}`,
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      // Six lists within each other, of ten values each, are a little more than what is allowed by default.
      MAX_COST: '1000000',
    },
  }),
};

const stock: Contender = {
  name: stockName,
  toLaunch: ({ supergraphFile }, port) => ({
    command: program('peers', 'stock', 'main.ts'),
    environment: { SUPERGRAPH_FILE: supergraphFile, PORT: `${port}` },
  }),
};

const floor = (name: string, isSharing: boolean): Contender => ({
  name,
  isFloor: true,
  toLaunch: ({ ports }, port) => ({
    command: program('peers', 'floor', 'main.ts'),
    environment: { ...toPortsEnvironment(ports), FLOOR_SHARES: `${isSharing}`, PORT: `${port}` },
  }),
});

export const contenders: readonly Contender[] = [
  ours,
  stock,
  floor(floorName, false),
  floor('floor, equal requests shared', true),
];
