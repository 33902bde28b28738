import type { DocumentNode, GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Principal } from '../../tokens/principal.ts';
import type { SchemaPolicies } from '../policies.ts';
import { type Atom, atomsOf, isSatisfied, rightsOf } from '../requirement.ts';
import { completeResponse, type ResponseObject } from './complete-response.ts';
import { type FilteredOperation, filterOperation, type UnauthorizedPath } from './filter-operation.ts';
import { type AuthorizationOptions, DEFAULT_AUTHORIZATION_OPTIONS } from './options.ts';
import { createSchemaRules } from './schema-rules.ts';

/** The part of an operation that a caller may run. */
export interface Authorization {
  /** The document to run; the original one if nothing is cut; `null` if nothing may run. */
  readonly document: DocumentNode | null;
  /** The cuts, or in a dry run those that would have been made. */
  readonly unauthorizedPaths: readonly UnauthorizedPath[];
  /** Gives the answer to `document` the shape of the operation that was asked. */
  readonly complete: (
    data: ResponseObject | null,
    variables: Readonly<Record<string, unknown>>,
  ) => ResponseObject | null;
}

/** Decides what callers may run against one schema. */
export interface OperationAuthorizer {
  /**
   * `document` must be valid against the schema. The same document object is analysed only once.
   *
   * @param heldPolicies the policies that were decided and hold; none if absent
   */
  authorize(
    document: DocumentNode,
    operationName: string | undefined,
    principal: Principal | undefined,
    heldPolicies?: ReadonlySet<string>,
  ): Authorization;
  /** The names of the policies on which the outcome depends. */
  policiesOf(document: DocumentNode, operationName: string | undefined): readonly string[];
}

export interface OperationAuthorizerInput {
  /** The API schema: what clients see. */
  readonly schema: GraphQLSchema;
  readonly policies: SchemaPolicies;
  readonly options?: AuthorizationOptions;
}

/** The number of outcomes that are kept for one operation; callers with the same rights share one. */
const MAX_OUTCOMES_PER_OPERATION = 64;

const policyPrefix = 'policy:';
const noPolicies: ReadonlySet<string> = new Set();

interface AnalysedOperation {
  /** Everything that the outcome depends on. */
  readonly atoms: readonly Atom[];
  /** The names of the policies among them. */
  readonly policies: readonly string[];
  readonly outcomes: LRUCache<string, Authorization>;
}

/**
 * Creates an authorizer. An operation is analysed once into the facts it depends on; a caller is reduced to which of
 * those are true; the outcome is kept by that, so that a repeated operation costs a few look-ups.
 */
export function createOperationAuthorizer(input: OperationAuthorizerInput): OperationAuthorizer {
  const { schema, options = DEFAULT_AUTHORIZATION_OPTIONS } = input;
  const rules = createSchemaRules(schema, input.policies);
  const analysed = new WeakMap<DocumentNode, Map<string | undefined, AnalysedOperation>>();

  const analyse = (document: DocumentNode, operationName: string | undefined): AnalysedOperation => {
    const operations = analysed.get(document) ?? new Map<string | undefined, AnalysedOperation>();
    analysed.set(document, operations);
    const known = operations.get(operationName);
    if (known) return known;
    const atoms = new Set<Atom>();
    filterOperation({
      schema,
      rules,
      document,
      operationName,
      isAllowed: (requirement) => {
        for (const atom of atomsOf(requirement)) atoms.add(atom);
        return true;
      },
    });
    const policies = [...atoms].flatMap((atom) =>
      atom.startsWith(policyPrefix) ? [atom.slice(policyPrefix.length)] : [],
    );
    const operation = { atoms: [...atoms], policies, outcomes: createOutcomeCache() };
    operations.set(operationName, operation);
    return operation;
  };

  return {
    policiesOf: (document, operationName) =>
      options.enabled ? analyse(document, operationName).policies : [],
    authorize(document, operationName, principal, heldPolicies = noPolicies) {
      if (!options.enabled) return unfiltered(document);
      const { atoms, outcomes } = analyse(document, operationName);
      const holds = rightsOf(principal, (policy) => heldPolicies.has(policy));
      const held = new Set(atoms.filter(holds));
      const key = atoms.map((atom) => (held.has(atom) ? '1' : '0')).join('');
      const known = outcomes.get(key);
      if (known) return known;
      const filtered = filterOperation({
        schema,
        rules,
        document,
        operationName,
        isAllowed: (requirement) => isSatisfied(requirement, (atom) => held.has(atom)),
      });
      const outcome = toAuthorization(schema, document, operationName, filtered, options);
      outcomes.set(key, outcome);
      return outcome;
    },
  };
}

function createOutcomeCache(): LRUCache<string, Authorization> {
  return new LRUCache({ max: MAX_OUTCOMES_PER_OPERATION });
}

function unfiltered(
  document: DocumentNode,
  unauthorizedPaths: readonly UnauthorizedPath[] = [],
): Authorization {
  return { document, unauthorizedPaths, complete: (data) => data };
}

function toAuthorization(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
  { document: filtered, unauthorizedPaths, typenameAlias }: FilteredOperation,
  options: AuthorizationOptions,
): Authorization {
  if (filtered === document || options.dryRun) return unfiltered(document, unauthorizedPaths);
  const isRefused = options.rejectUnauthorized || filtered === null;
  return {
    document: isRefused ? null : filtered,
    unauthorizedPaths,
    complete: (data, variables) =>
      data && completeResponse({ schema, document, operationName, variables, data, typenameAlias }),
  };
}
