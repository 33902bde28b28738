import { buildSchema, type GraphQLSchema, parse } from 'graphql';
import type { Sql } from 'postgres';
import { v7 as uuid } from 'uuid';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { ownDefinitions } from '#platform/schema-lint/own-definitions.ts';
import type { ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';
import type { Composer } from '../composition/compose-supergraph.ts';
import type { SubgraphPart } from '../composition/composition.ts';
import type { ApiSchemas } from '../graphs/api-schemas.ts';
import type { GraphStore } from '../graphs/graph-store.ts';
import type { ComposedLaunch } from '../graphs/launch.ts';
import { lintSdl } from '../lint/lint-sdl.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { applyApprovals } from './apply-approvals.ts';
import { findApproved } from './approvals.ts';
import { compareRules } from './authorization/compare-rules.ts';
import { reportViolations } from './authorization/report-violations.ts';
import type { RuleViolation } from './authorization/rule-violation.ts';
import type { CheckRequest, CheckRun } from './check-request.ts';
import type { CheckTask } from './check-task.ts';
import { checkOperations } from './operations/check-operations.ts';
import type { OperationRules } from './operations/operation-rules.ts';
import { checkRuns } from './tables.ts';

/** The choices of an operator, for all checks. */
export type CheckSettings = Pick<OperationRules, 'passesWithoutUsage' | 'failsOnAdditions'>;

/** The parts that checks need. */
export interface CheckerParts {
  readonly db: PostgresJsDatabase;
  readonly sql: Sql;
  readonly composer: Composer;
  readonly graphs: GraphStore;
  readonly apiSchemas: ApiSchemas;
}

/** Checks proposed schemas against what runs and what clients send, and keeps the results. */
export class SchemaChecker {
  readonly #parts: CheckerParts;
  readonly #settings: CheckSettings;

  constructor(parts: CheckerParts, settings: CheckSettings) {
    this.#parts = parts;
    this.#settings = settings;
  }

  /** Checks a subgraph: composition with the newest versions of the others, operations, rules, and the text itself. */
  async checkSubgraph(
    request: CheckRequest & { readonly subgraph: string; readonly url: string | undefined },
    signal: AbortSignal,
  ): Promise<CheckRun> {
    const startedAt = performance.now();
    const { variant, subgraph, sdl } = request;
    const heads = await this.#parts.graphs.findParts(variant.id);
    const launch = await this.#parts.graphs.findLaunch(variant.id);
    const known = heads.find(({ name }) => name === subgraph);
    const proposed = { name: subgraph, url: request.url ?? known?.url ?? '', sdl };
    const parts = [...heads.filter(({ name }) => name !== subgraph), proposed];
    const composition = await this.#parts.composer.compose(parts, signal);
    if (composition.kind === 'refused') {
      const { problems } = composition;
      return this.#store(
        request,
        [{ kind: 'composition', status: 'FAILED', problems, changesSupergraph: false }],
        startedAt,
      );
    }
    const changesSupergraph = launch?.supergraph !== composition.supergraph;
    const approved = await this.#findApproved(request);
    const after = this.#parts.apiSchemas.build(composition.apiSchema);
    const tasks: CheckTask[] = [
      { kind: 'composition', status: 'PASSED', problems: [], changesSupergraph },
      await this.#checkOperations(request, launch, after, approved, signal),
      toLintTask(sdl, known?.sdl),
      toAuthorizationTask(launch, parts, sdl, approved),
    ];
    return this.#store(request, tasks, startedAt);
  }

  /**
   * Checks the schema that clients would see: operations, and the text itself.
   *
   * @throws {RegistryRefusal} if the text is not a schema
   */
  async checkGraph(request: CheckRequest, signal: AbortSignal): Promise<CheckRun> {
    const startedAt = performance.now();
    const { variant, sdl } = request;
    const after = parseSchema(sdl);
    const launch = await this.#parts.graphs.findLaunch(variant.id);
    const approved = await this.#findApproved(request);
    const tasks = [
      await this.#checkOperations(request, launch, after, approved, signal),
      toLintTask(sdl, launch?.apiSchema),
    ];
    return this.#store(request, tasks, startedAt);
  }

  #findApproved({ variant, git }: CheckRequest): Promise<ReadonlySet<string>> {
    return findApproved(this.#parts.db, variant.id, git?.branch ?? '');
  }

  async #checkOperations(
    { variant, window, minCount, minPercent }: CheckRequest,
    launch: ComposedLaunch | undefined,
    after: GraphQLSchema,
    approved: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<CheckTask> {
    if (launch === undefined)
      return { kind: 'operations', status: 'PASSED', changes: [], checkedOperations: 0 };
    const before = this.#parts.apiSchemas.build(launch.apiSchema);
    const rules = { ...this.#settings, minCount, minPercent };
    const checked = await checkOperations(
      this.#parts,
      { variantId: variant.id, before, after, window, rules },
      signal,
    );
    const changes = applyApprovals(checked.changes, approved);
    const isFailed = changes.some(({ severity }) => severity === 'FAILURE');
    const { checkedOperations } = checked;
    return { kind: 'operations', status: isFailed ? 'FAILED' : 'PASSED', changes, checkedOperations };
  }

  async #store(
    { variant, git, key, ...request }: CheckRequest & { readonly subgraph?: string },
    tasks: readonly CheckTask[],
    startedAt: number,
  ): Promise<CheckRun> {
    const run: CheckRun = {
      id: uuid(),
      status: tasks.some(({ status }) => status === 'FAILED') ? 'FAILED' : 'PASSED',
      tasks,
    };
    await this.#parts.db.insert(checkRuns).values({
      ...run,
      variantId: variant.id,
      subgraph: request.subgraph ?? null,
      git,
      keyId: key.id,
      durationMs: Math.round(performance.now() - startedAt),
    });
    return run;
  }
}

function parseSchema(sdl: string): GraphQLSchema {
  try {
    return buildSchema(sdl);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RegistryRefusal('BAD_USER_INPUT', `The text is not a schema: ${reason}`);
  }
}

function toLintTask(sdl: string, base: string | undefined): CheckTask {
  const diagnostics = lintSdl(sdl, base);
  const isFailed = diagnostics.some(({ level }) => level === 'ERROR');
  return { kind: 'lint', status: isFailed ? 'FAILED' : 'PASSED', diagnostics };
}

function toAuthorizationTask(
  launch: ComposedLaunch | undefined,
  parts: readonly SubgraphPart[],
  sdl: string,
  approved: ReadonlySet<string>,
): CheckTask {
  const found = launch === undefined ? [] : compareParts(launch.parts, parts);
  const violations = reportViolations(found, { sdl, document: parse(sdl) }, approved);
  const isFailed = violations.some(({ level, isApproved }) => level === 'ERROR' && !isApproved);
  return { kind: 'authorization', status: isFailed ? 'FAILED' : 'PASSED', violations };
}

/** @throws {RegistryRefusal} if a rule has a form that nobody knows, since to guess at its meaning would be worse */
function compareParts(before: readonly SubgraphPart[], after: readonly SubgraphPart[]): RuleViolation[] {
  try {
    return compareRules(before.map(toParsed), after.map(toParsed));
  } catch (error) {
    if (error instanceof TypeError) throw new RegistryRefusal('BAD_USER_INPUT', error.message);
    throw error;
  }
}

function toParsed({ name, sdl }: SubgraphPart): ParsedSubgraph {
  return { name, document: ownDefinitions(parse(sdl, { noLocation: true })) };
}
