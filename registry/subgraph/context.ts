import type DataLoader from 'dataloader';
import { createCallerDatabase } from '#platform/database/caller-database.ts';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { SubgraphContext } from '#platform/graphql/subgraph-context.ts';
import type { RegistryParts } from '../registry-parts.ts';
import { createAffectedLoader } from './checks/affected-loaders.ts';
import { type CheckLoaders, createCheckLoaders } from './checks/check-loaders.ts';
import { createGraphLoaders, type GraphLoaders } from './graphs/graph-loaders.ts';
import { createKeyNameLoader } from './keys/key-name-loader.ts';
import type { ApiChanges } from './launches/api-changes.ts';
import { createLaunchLoaders, type LaunchLoaders } from './launches/launch-loaders.ts';
import type { SdlPatches } from './launches/sdl-patches.ts';
import type { MemberCounts } from './usage/member-counts.ts';
import { createUsageLoaders, type UsageLoaders } from './usage/usage-loaders.ts';

/** The parts of the process that the subgraph uses, which live longer than a request. */
export interface RegistrySubgraphParts extends RegistryParts {
  readonly apiChanges: ApiChanges;
  readonly memberCounts: MemberCounts;
  readonly sdlPatches: SdlPatches;
}

/** Loads rows for one request, each kind in one statement. */
interface RegistryLoaders extends GraphLoaders, LaunchLoaders, CheckLoaders, UsageLoaders {
  readonly affectedByKey: ReturnType<typeof createAffectedLoader>;
  readonly keyNameById: DataLoader<string, { readonly name: string } | null>;
}

/** The values that the resolvers of one request share. */
export interface RegistryContext extends SubgraphContext {
  readonly parts: RegistrySubgraphParts;
  /** The database for reads of the request: its statements end when the caller is gone. */
  readonly reader: PostgresJsDatabase;
  readonly loaders: RegistryLoaders;
  /** Aborted when the process stops; changes end then, and not when their caller is gone. */
  readonly stopping: AbortSignal;
}

/** Creates the context of a request. */
export function createRegistryContext(
  base: SubgraphContext,
  parts: RegistrySubgraphParts,
  stopping: AbortSignal,
): RegistryContext {
  const reader = base.signal === undefined ? parts.db : createCallerDatabase(parts.sql, base.signal);
  return {
    ...base,
    parts,
    reader,
    stopping,
    loaders: {
      ...createGraphLoaders(reader),
      ...createLaunchLoaders(reader),
      ...createCheckLoaders(reader),
      ...createUsageLoaders(reader),
      affectedByKey: createAffectedLoader(reader),
      keyNameById: createKeyNameLoader(reader),
    },
  };
}
