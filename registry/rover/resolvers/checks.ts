import { isUuid } from '#platform/database/uuid.ts';
import { createKeyAuthor } from '../../author.ts';
import { registryBounds } from '../../bounds.ts';
import { findApprovalProblems } from '../../checks/approval-problems.ts';
import { approveChange, usualApprovalDays, withdrawApproval } from '../../checks/approvals.ts';
import type { CheckRequest, CheckRun } from '../../checks/check-request.ts';
import { findCheckRun } from '../../checks/check-runs.ts';
import type { CheckTask } from '../../checks/check-task.ts';
import type { JudgedChange } from '../../checks/operations/judged-change.ts';
import { parseWindow } from '../../checks/parse-window.ts';
import { boundGitContext, type GitContext } from '../../graphs/git-context.ts';
import { isSubgraphName, parseGraphRef } from '../../graphs/graph-ref.ts';
import type { Variant } from '../../graphs/launch.ts';
import { type ApiKey, coversSubgraph } from '../../keys/api-key.ts';
import { toCheckUrl } from '../../page-urls.ts';
import { RegistryRefusal, type RegistryRefusalCode } from '../../registry-refusal.ts';
import { isStorableText } from '../../storable-text.ts';
import {
  type RoverContext,
  type RoverResolvers,
  requireRight,
  requireWholeGraphRight,
} from '../rover-context.ts';
import type { GraphSource, VariantMutationSource } from './graphs.ts';
import { toLintResult } from './lint.ts';

interface CheckConfig {
  readonly from?: string | null;
  readonly to?: string | null;
  readonly queryCountThreshold?: number | null;
  readonly queryCountThresholdPercentage?: number | null;
  readonly excludedClients?: readonly { readonly name: string; readonly version?: string | null }[] | null;
  readonly excludedOperationNames?: readonly unknown[] | null;
  readonly ignoredOperations?: readonly unknown[] | null;
  readonly includedVariants?: readonly unknown[] | null;
}

interface SubgraphCheckInput {
  readonly subgraphName: string;
  readonly proposedSchema: string;
  readonly gitContext: GitContext;
  readonly config: CheckConfig;
}

interface GraphCheckInput {
  readonly proposedSchemaDocument?: string | null;
  readonly gitContext: GitContext;
  readonly config: CheckConfig;
}

interface ApproveInput {
  readonly changeId: string;
  readonly branch?: string | null;
  readonly reason: string;
  readonly days?: number | null;
}

/** A task within an answer, with the page of its check. */
interface TaskSource {
  readonly task: CheckTask;
  readonly targetURL: string;
}

const taskTypes = {
  composition: 'CompositionCheckTask',
  operations: 'OperationsCheckTask',
  lint: 'LintCheckTask',
  authorization: 'CustomCheckTask',
} as const;

/** Resolvers of checks and approvals. */
export const checkResolvers: RoverResolvers = {
  Graph: {
    checkWorkflow: async ({ id: graph }: GraphSource, { id }: { id: string }, { parts }) => {
      const run = isUuid(id) ? await findCheckRun(parts.db, graph, id) : undefined;
      return run === undefined
        ? null
        : toWorkflow(run, toCheckUrl(parts.pageUrl, { graph, variant: run.variant }, run.id));
    },
  },
  GraphVariantMutation: {
    submitSubgraphCheckAsync: (
      source: VariantMutationSource,
      { input }: { input: SubgraphCheckInput },
      context,
    ) =>
      answerCheck(source, context, async (variant, key) => {
        const { subgraphName: subgraph, proposedSchema: sdl, gitContext: git, config } = input;
        if (!isSubgraphName(subgraph))
          throw new RegistryRefusal('BAD_USER_INPUT', 'The name of the subgraph is not one.');
        const request = toRequest(variant, key, { sdl, git, config });
        if (!coversSubgraph(key, { graph: variant.graph, variant: variant.name, subgraph }))
          throw new RegistryRefusal('FORBIDDEN', `The key ${key.name} is for other subgraphs.`);
        return context.parts.checker.checkSubgraph({ ...request, subgraph, url: undefined }, context.signal);
      }),
    submitCheckSchemaAsync: (source: VariantMutationSource, { input }: { input: GraphCheckInput }, context) =>
      answerCheck(source, context, async (variant, key) => {
        const { proposedSchemaDocument: sdl, gitContext: git, config } = input;
        const request = toRequest(variant, key, { sdl: sdl ?? '', git, config });
        return context.parts.checker.checkGraph(request, context.signal);
      }),
    approveChange: async (source: VariantMutationSource, { input }: { input: ApproveInput }, context) => {
      const key = requireWholeGraphRight(context, 'ADMIN', source.graph);
      const variant = await requireVariant(source, context);
      const { changeId, branch, reason, days } = input;
      const approval = {
        changeId,
        branch: branch ?? '',
        reason: reason.trim(),
        days: days ?? usualApprovalDays,
      };
      const problems = findApprovalProblems(approval);
      if (problems.length > 0)
        throw new RegistryRefusal('BAD_USER_INPUT', problems.map(({ message }) => message).join(' '));
      const { expiresAt } = await approveChange(context.parts.db, variant, approval, createKeyAuthor(key));
      return { changeId, branch, expiresAt: expiresAt.toISOString() };
    },
    withdrawApproval: async (
      source: VariantMutationSource,
      { changeId, branch }: { changeId: string; branch?: string | null },
      context,
    ) => {
      const key = requireWholeGraphRight(context, 'ADMIN', source.graph);
      const variant = await requireVariant(source, context);
      return withdrawApproval(
        context.parts.db,
        variant,
        { changeId, branch: branch ?? '' },
        createKeyAuthor(key),
      );
    },
  },
  CompositionCheckTask: {
    coreSchemaModified: ({ task }: TaskSource) => task.kind === 'composition' && task.changesSupergraph,
    result: ({ task }: TaskSource) =>
      task.kind === 'composition' ? { __typename: 'CompositionCheckResult', errors: task.problems } : null,
  },
  OperationsCheckTask: {
    result: ({ task }: TaskSource) =>
      task.kind === 'operations'
        ? {
            checkSeverity: task.status === 'FAILED' ? 'FAILURE' : 'NOTICE',
            numberOfCheckedOperations: task.checkedOperations,
            changes: task.changes.map(toChange),
          }
        : null,
  },
  LintCheckTask: {
    result: ({ task }: TaskSource) => (task.kind === 'lint' ? toLintResult(task.diagnostics) : null),
  },
  CustomCheckTask: {
    result: ({ task }: TaskSource) =>
      task.kind === 'authorization' ? { violations: task.violations.map(toViolation) } : null,
  },
};

/** Answers a check. The refusal of a key is a part of the answer, as Rover knows it. */
async function answerCheck(
  source: VariantMutationSource,
  context: RoverContext,
  check: (variant: Variant, key: ApiKey) => Promise<CheckRun>,
) {
  try {
    const key = requireRight(context, 'CHECK', source.graph);
    const variant = await requireVariant(source, context);
    const { id } = await check(variant, key);
    const ref = { graph: variant.graph, variant: variant.name };
    const targetURL = toCheckUrl(context.parts.pageUrl, ref, id);
    return { __typename: 'CheckRequestSuccess', workflowID: id, targetURL };
  } catch (error) {
    // Of an InvalidInputError, Rover does not show the message.
    if (!(error instanceof RegistryRefusal) || !forbidding.includes(error.code)) throw error;
    return { __typename: 'PermissionError', message: error.message };
  }
}

const forbidding: readonly RegistryRefusalCode[] = ['FORBIDDEN', 'UNAUTHENTICATED'];

async function requireVariant(
  { graph, name }: VariantMutationSource,
  { parts }: RoverContext,
): Promise<Variant> {
  const ref = parseGraphRef(`${graph}@${name}`);
  const variant = ref && (await parts.graphs.findVariant(ref));
  if (variant !== undefined) return variant;
  throw new RegistryRefusal('NOT_FOUND', 'Nothing was published for this variant yet.');
}

function toRequest(
  variant: Variant,
  key: ApiKey,
  { sdl, git, config }: { readonly sdl: string; readonly git: GitContext; readonly config: CheckConfig },
): CheckRequest {
  if (sdl.length > registryBounds.sdl)
    throw new RegistryRefusal('LIMIT_EXCEEDED', `The SDL has more than ${registryBounds.sdl} characters.`);
  if (!isStorableText(sdl))
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      'A schema is well-formed Unicode without the character U+0000.',
    );
  refuseNotOffered(config);
  const window = parseWindow(config, new Date());
  if (window === undefined)
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      'The period must be two instants or negative seconds, the earlier one first.',
    );
  return {
    variant,
    sdl,
    git: boundGitContext(git),
    window: { ...window, excludedClients: (config.excludedClients ?? []).map(({ name }) => name) },
    minCount: Math.max(1, config.queryCountThreshold ?? 1),
    minPercent: Math.max(0, config.queryCountThresholdPercentage ?? 0),
    key,
  };
}

/** A choice that is passed over would be worse than one that is refused. */
function refuseNotOffered(config: CheckConfig): void {
  const { excludedClients, excludedOperationNames, ignoredOperations, includedVariants } = config;
  const given = [excludedOperationNames, ignoredOperations, includedVariants].some(
    (list) => (list?.length ?? 0) > 0,
  );
  if (given || excludedClients?.some(({ version }) => version != null))
    throw new RegistryRefusal(
      'NOT_OFFERED',
      'Of filters, this registry offers the names of excluded clients alone.',
    );
}

function toWorkflow({ id, status, tasks }: CheckRun, targetURL: string) {
  return {
    id,
    status,
    tasks: tasks.map((task) => ({ __typename: taskTypes[task.kind], status: task.status, targetURL, task })),
  };
}

/** Tells of a failure by which id it is approved. */
function toChange({ id, code, severity, description, isApproved }: JudgedChange) {
  const note = isApproved === true ? ' Approved.' : severity === 'FAILURE' ? ` [change ${id}]` : '';
  return { code, severity, description: `${description}${note}` };
}

function toViolation(violation: Extract<CheckTask, { kind: 'authorization' }>['violations'][number]) {
  const { id, level, message, rule, coordinate, range, isApproved } = violation;
  return {
    coordinate,
    rule,
    level: isApproved && level === 'ERROR' ? 'INFO' : level,
    message: level === 'WARNING' ? message : `${message} ${isApproved ? 'Approved.' : `[change ${id}]`}`,
    sourceLocations: range === null ? [] : [range],
  };
}
