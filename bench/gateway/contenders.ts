import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestIssuer } from '#platform/testing/test-issuer.ts';
import type { Launch } from './gateway-process.ts';
import { installHive } from './peers/hive/install.ts';
import type { Stores } from './stores.ts';
import { type SubgraphPorts, toPortsEnvironment } from './subgraphs/ports.ts';

/** The surroundings that a gateway is started in. */
export interface Site {
  readonly supergraphFile: string;
  readonly ports: SubgraphPorts;
  /** For whatever a gateway keeps. */
  readonly folder: string;
  /** Whose tokens a gateway verifies that can. */
  readonly issuer: Pick<TestIssuer, 'issuer' | 'address'>;
  /** True if callers are told apart: if not, a gateway need not know of tokens. */
  readonly hasCallers: boolean;
  readonly stores: Stores;
}

/** One row of the tables. */
export interface Contender {
  readonly name: string;
  /** It answers by hand: only the deep query, and a query of one subgraph. */
  readonly isFloor?: boolean;
  /**
   * It enforces the rules of a supergraph. Stock @apollo/gateway has none, and Hive Gateway 2.15 answers what is cut below
   * lists or in fragments with data in wrong places.
   */
  readonly isGuard?: boolean;
  /** It is measured only if `--only` names it. */
  readonly isOnDemand?: boolean;
  toLaunch(site: Site, port: number): Launch | Promise<Launch>;
}

/** The name of the row that others are told as a ratio to. */
export const stockName = 'stock @apollo/gateway';
export const floorName = 'floor';
/** The row without limits and logs, to which those with them are told as a ratio. */
export const unwatchedName = 'watched: nothing';

const program = (...path: string[]) => [process.execPath, join(import.meta.dirname, ...path)] as const;

const ours = (isSharing: boolean, watch?: Watch): Contender => ({
  name: watch === undefined ? `this gateway${isSharing ? '' : ', no sharing'}` : `watched: ${watch.name}`,
  isGuard: true,
  isOnDemand: watch !== undefined,
  toLaunch: async ({ supergraphFile, folder, hasCallers, issuer, stores }, port) => ({
    command: [process.execPath, resolve(import.meta.dirname, '../../gateway/main.ts')],
    environment: {
      ...(hasCallers
        ? { OIDC_ISSUER: issuer.issuer, OIDC_INTERNAL_URL: issuer.address, OIDC_AUDIENCE: 'facturation-api' }
        : { AUTHENTICATION: 'none' }),
      SUPERGRAPH_FILE: supergraphFile,
      GATEWAY_PORT: `${port}`,
      DATA_DIR: folder,
      LOG_LEVEL: 'warn',
      SHARE_QUERIES: `${isSharing}`,
      SHARE_SUBGRAPH_REQUESTS: `${isSharing}`,
      // Six lists within each other, of ten values each, are a little more than what is allowed by default.
      MAX_COST: '1000000',
      ...(await watch?.toEnvironment(stores, folder)),
    },
  }),
});

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

const hive = (mode: 'jit' | 'Rust planner', isSharing: boolean): Contender => ({
  name: `Hive Gateway, ${mode}${isSharing ? '' : ', no sharing'}`,
  toLaunch: async ({ supergraphFile }, port) => ({
    command: [
      process.execPath,
      await installHive(),
      'supergraph',
      supergraphFile,
      `--port=${port}`,
      '--host=127.0.0.1',
      `--config-path=${fileURLToPath(import.meta.resolve('./peers/hive/gateway.config.ts'))}`,
      mode === 'jit' ? '--jit' : '--hive-router-runtime',
    ],
    environment: { HIVE_SHARES: `${isSharing}`, LOG_LEVEL: 'error' },
  }),
});

/** One of the gateway's guards besides the rules of the supergraph. */
interface Watch {
  readonly name: string;
  toEnvironment(stores: Stores, folder: string): Promise<Readonly<Record<string, string>>>;
}

const file = (name: string) => join(import.meta.dirname, name);

const watches: readonly Watch[] = [
  { name: 'nothing', toEnvironment: async () => ({ LIMITS_FILE: file('no-limits.json') }) },
  { name: 'limits in its memory', toEnvironment: async () => ({ LIMITS_FILE: file('limits.json') }) },
  {
    name: 'limits in Redis',
    toEnvironment: async ({ redisUrl }) => ({
      LIMITS_FILE: file('limits.json'),
      REDIS_URL: await redisUrl(),
    }),
  },
  {
    name: 'limits in PostgreSQL',
    toEnvironment: async ({ databaseUrl }) => ({
      LIMITS_FILE: file('limits.json'),
      DATABASE_URL: await databaseUrl(),
    }),
  },
  {
    name: 'access log',
    toEnvironment: async (_, folder) => ({
      LIMITS_FILE: file('no-limits.json'),
      ACCESS_LOG: join(folder, 'access.log'),
    }),
  },
];

export const contenders: readonly Contender[] = [
  stock,
  ours(false),
  ours(true),
  ...watches.map((watch) => ours(false, watch)),
  hive('jit', false),
  hive('Rust planner', false),
  hive('jit', true),
  hive('Rust planner', true),
  floor(floorName, false),
  floor('floor, equal requests shared', true),
];
