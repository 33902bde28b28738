import type { GraphQLSchema } from 'graphql';
import type { Sql } from 'postgres';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { loadPersisted } from '../../persisted/load-persisted.ts';
import { loadCoordinates, loadOperations, type UsageWindow } from '../../usage/load-operations.ts';
import { diffApiSchemas } from '../changes/diff-api-schemas.ts';
import { addPersisted } from './add-persisted.ts';
import type { CheckedOperation } from './checked-operation.ts';
import { CurrentSchema } from './current-schema.ts';
import { judgeOperations } from './judge-operations.ts';
import type { JudgedChange } from './judged-change.ts';
import type { OperationRules } from './operation-rules.ts';
import { replayOperations } from './replay-operations.ts';
import { listWantedCoordinates } from './wanted-coordinates.ts';

/** The most operations that are looked at, the most frequent ones first. */
const maxOperations = 10_000;
/** The longest time of validating operations, in milliseconds. */
const replayMs = 10_000;

/** Two API schemas of a variant, and the period whose operations decide. */
export interface OperationsCheck {
  readonly variantId: string;
  readonly before: GraphQLSchema;
  readonly after: GraphQLSchema;
  readonly window: UsageWindow;
  readonly rules: OperationRules;
}

/** Judges the changes between two API schemas by what clients sent and by what is persisted. */
export async function checkOperations(
  { db, sql }: { readonly db: PostgresJsDatabase; readonly sql: Sql },
  { variantId, before, after, window, rules }: OperationsCheck,
  signal: AbortSignal,
): Promise<{ readonly changes: readonly JudgedChange[]; readonly checkedOperations: number }> {
  const changes = await diffApiSchemas(before, after);
  if (changes.length === 0) return { changes: [], checkedOperations: 0 };
  const current = new CurrentSchema(before);
  const used = await loadOperations(sql, variantId, window, maxOperations);
  const wanted = listWantedCoordinates(
    changes.flatMap(({ reaches }) => reaches),
    current,
  );
  const coordinates = await loadCoordinates(sql, variantId, window, wanted);
  const seen = used.operations.map(
    ({ id, ...operation }): CheckedOperation => ({
      ...operation,
      isPersisted: false,
      coordinates: coordinates.get(id) ?? new Map(),
    }),
  );
  const operations = addPersisted(seen, await loadPersisted(db, variantId), before);
  const replay = await replayOperations(operations, { before, after }, { limitMs: replayMs, signal });
  const evidence = {
    changes,
    current,
    operations,
    replay: { ...replay, isIncomplete: replay.isIncomplete || used.isCut },
    requests: used.requests,
  };
  return { changes: judgeOperations(evidence, rules), checkedOperations: replay.replayed };
}
