import { isUuid } from '#platform/database/uuid.ts';
import type { CheckTask } from '../../checks/check-task.ts';
import type { RegistryContext } from '../context.ts';
import type { Resolvers } from '../generated/resolvers.ts';
import type { SchemaChangeApprovalModel, SchemaCheckModel, TaskModel } from '../models.ts';
import { pageList } from '../paging/page-list.ts';
import { toGitContext } from '../to-git-context.ts';
import { approveForPerson, withdrawForPerson } from './approval-mutations.ts';
import { toChangeKey } from './check-loaders.ts';
import { findCheck, listChecks } from './list-checks.ts';
import { listHoldingApprovals } from './list-holding-approvals.ts';

const maxProblems = 200;

const failuresFirst = ['FAILURE', 'NOTICE'];
const errorsFirst = ['ERROR', 'WARNING'];

/** Resolvers of checks and approvals. */
export const checkFieldResolvers: Pick<
  Resolvers,
  | 'Mutation'
  | 'GraphVariant'
  | 'SchemaCheck'
  | 'CompositionTask'
  | 'OperationsTask'
  | 'LintTask'
  | 'AuthorizationTask'
  | 'JudgedChange'
  | 'LintDiagnostic'
  | 'AuthorizationChange'
  | 'SchemaChangeApproval'
> = {
  Mutation: {
    approveSchemaChange: (_root, { input }, context) => approveForPerson(context, input),
    withdrawSchemaChangeApproval: (_root, { input }, context) => withdrawForPerson(context, input),
  },
  GraphVariant: {
    schemaCheck: async (variant, { id }, { reader }) =>
      isUuid(id) ? ((await findCheck(reader, variant.id, id)) ?? null) : null,
    schemaChecks: ({ id }, args, { reader }) => listChecks(reader, id, args),
    approvals: async ({ id }, args, { reader }) => {
      const items = await listHoldingApprovals(reader, id, args.branch);
      return pageList({ order: 'CREATED DESC', items, keyOf: toApprovalKey }, args);
    },
  },
  SchemaCheck: {
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    author: ({ keyId }) => ({ keyId, keyName: null, personId: null }),
    git: ({ git }) => toGitContext(git),
    composition: (check, _args, context) => findTask(context, check, 'composition'),
    operations: (check, _args, context) => findTask(context, check, 'operations'),
    lint: (check, _args, context) => findTask(context, check, 'lint'),
    authorization: (check, _args, context) => findTask(context, check, 'authorization'),
  },
  CompositionTask: {
    status: ({ task }) => task.status,
    changesSupergraph: ({ task }) => task.changesSupergraph,
    problems: ({ task }) => task.problems.slice(0, maxProblems),
  },
  OperationsTask: {
    status: ({ task }) => task.status,
    checkedOperations: ({ task }) => task.checkedOperations,
    changes: ({ task, check }, args) => {
      const items = sortBy(task.changes, failuresFirst, ({ severity }) => severity).map((change) => ({
        ...change,
        check,
      }));
      return pageList({ order: 'SEVERITY', items, keyOf: ({ id }) => id }, args);
    },
  },
  LintTask: {
    status: ({ task }) => task.status,
    diagnostics: ({ task }, args) => {
      const items = sortBy(task.diagnostics, errorsFirst, ({ level }) => level);
      const keyOf = ({ rule, coordinate, range }: (typeof items)[number]) =>
        `${rule} ${coordinate} ${range.start.byteOffset}`;
      return pageList({ order: 'LEVEL', items, keyOf }, args);
    },
  },
  AuthorizationTask: {
    status: ({ task }) => task.status,
    ruleChanges: ({ task, check }, args) => {
      const items = sortBy(task.violations, errorsFirst, ({ level }) => level).map((violation) => ({
        ...violation,
        check,
      }));
      return pageList({ order: 'LEVEL', items, keyOf: ({ id }) => id }, args);
    },
  },
  JudgedChange: {
    coordinate: ({ coordinate }) => coordinate ?? null,
    wasApproved: ({ isApproved }) => isApproved === true,
    approvals: ({ id, check }, _args, context) => findHolding(context, check, id),
    operations: ({ operations, check: { variantId } }, args) =>
      pageList(
        {
          order: 'REQUESTS',
          // One operation may be on a list of persisted queries under several ids.
          items: [...new Set(operations)].map((hash) => ({ hash, variantId })),
          keyOf: ({ hash }) => hash,
        },
        args,
      ),
  },
  LintDiagnostic: { location: ({ range }) => range.start },
  AuthorizationChange: {
    location: ({ range }) => range?.start ?? null,
    wasApproved: ({ isApproved }) => isApproved,
    approvals: ({ id, check }, _args, context) => findHolding(context, check, id),
  },
  SchemaChangeApproval: {
    branch: ({ branch }) => (branch === '' ? null : branch),
    author: ({ keyName, personId }) => ({ keyId: null, keyName, personId }),
    createdAt: ({ createdAt }) => createdAt.toISOString(),
    expiresAt: ({ expiresAt }) => expiresAt.toISOString(),
  },
};

/** Finds the task of one kind of a check; null if the check has none. */
async function findTask<Kind extends CheckTask['kind']>(
  { loaders }: RegistryContext,
  check: SchemaCheckModel,
  kind: Kind,
): Promise<TaskModel<Kind> | null> {
  const { tasks = [] } = (await loaders.tasksByCheck.load(check.id)) ?? {};
  const isOfKind = (task: CheckTask): task is TaskModel<Kind>['task'] => task.kind === kind;
  const task = tasks.find(isOfKind);
  return task === undefined ? null : { task, check };
}

/** Finds the approvals of a change that hold for the branch of a check. */
async function findHolding(
  { loaders }: RegistryContext,
  { variantId, git }: SchemaCheckModel,
  changeId: string,
): Promise<SchemaChangeApprovalModel[]> {
  const found = await loaders.approvalsByChange.load(toChangeKey({ variantId, changeId }));
  return found.filter(({ branch }) => branch === '' || branch === git?.branch);
}

function toApprovalKey({ changeId, branch }: SchemaChangeApprovalModel): string {
  return `${changeId} ${branch}`;
}

/** Sorts by an order of names and keeps the order of items with the same name. */
function sortBy<Item>(
  items: readonly Item[],
  order: readonly string[],
  nameOf: (item: Item) => string,
): Item[] {
  return items.toSorted((left, right) => order.indexOf(nameOf(left)) - order.indexOf(nameOf(right)));
}
