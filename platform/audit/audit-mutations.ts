import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import { isUuid } from '#platform/database/uuid.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { AuditEntry } from './audit-entry.ts';
import { type AuditedAction, type AuditedObject, AuditScope, runInAuditScope } from './audit-scope.ts';
import { noOrigin, type RequestOrigin } from './request-origin.ts';
import { toAuditedCaller } from './to-actor.ts';

/** The entries of a mutation. */
interface AuditedMutation extends AuditedAction {
  /** The member of the input that names the object of a refusal, and its type. Default: `id`, of the type of the action's object. */
  readonly names?: { readonly field: string; readonly object: string };
}

/** A mutation without entries, as it changes nothing that another person could see. */
export const privateMutation = 'PRIVATE';

/** The entries of all mutations of a subgraph, by their names. */
export type AuditedMutations<Name extends string = string> = Readonly<
  Record<Name, AuditedMutation | typeof privateMutation>
>;

export interface MutationAudit {
  /** The name of the subgraph. */
  readonly source: string;
  readonly mutations: AuditedMutations;
  /** Keeps the entry of a refusal; that of an effect is written in its transaction. */
  readonly write: (entry: AuditEntry) => Promise<void>;
}

interface AuditedContext {
  readonly principal?: Principal | undefined;
  readonly origin?: RequestOrigin | undefined;
}

type Resolver = GraphQLFieldResolver<unknown, AuditedContext>;

/** Errors by which a caller is refused; others are faults, of which it is not known what they left. */
const refusalCodes = new Set(['UNAUTHENTICATED', 'FORBIDDEN', 'BAD_USER_INPUT']);

/**
 * Makes all mutations of a schema write the audit: those that are refused by the rules of the schema or by `userErrors` write an entry
 * here, and those that succeed must have said what they did (`recordEffect`), or that they did nothing (`recordNoEffect`).
 * Wraps the resolvers in place and returns the same schema.
 *
 * @throws {TypeError} naming all mutations without an entry, and all entries without a mutation
 */
export function auditMutations(schema: GraphQLSchema, audit: MutationAudit): GraphQLSchema {
  const fields = schema.getMutationType()?.getFields() ?? {};
  const unknown = Object.keys(fields).filter((name) => audit.mutations[name] === undefined);
  const gone = Object.keys(audit.mutations).filter((name) => fields[name] === undefined);
  if (unknown.length + gone.length > 0) {
    const problems = [
      ...unknown.map((name) => `${name} has no entry in the audit`),
      ...gone.map((name) => `${name} has an entry in the audit but is not a mutation`),
    ];
    throw new TypeError(`The audit of ${audit.source}: ${problems.join('; ')}.`);
  }
  for (const [name, mutation] of Object.entries(audit.mutations)) {
    const field: GraphQLField<unknown, AuditedContext> | undefined = fields[name];
    if (field !== undefined && mutation !== privateMutation)
      field.resolve = audited(field.resolve ?? defaultFieldResolver, mutation, audit);
  }
  return schema;
}

function audited(resolve: Resolver, mutation: AuditedMutation, { source, write }: MutationAudit): Resolver {
  return async (root, args: Readonly<Record<string, unknown>>, context, info) => {
    const caller = toAuditedCaller(context.principal);
    const scope = new AuditScope({ source, caller, origin: context.origin ?? noOrigin, ...mutation });
    const refuse = (code: string) => write(scope.toRefused(code, findNamedObject(args, mutation)));
    let payload: unknown;
    try {
      payload = await runInAuditScope(scope, () => resolve(root, args, context, info));
    } catch (error) {
      const code = toRefusalCode(error);
      if (code !== undefined) await refuse(code);
      throw error;
    }
    const code = findUserErrorCode(payload);
    if (code !== undefined) await refuse(code);
    else if (!scope.isSettled)
      throw new TypeError(
        `${info.fieldName} has not said what it changed: call recordEffect or recordNoEffect.`,
      );
    return payload;
  };
}

/** The object that an input names. Only a UUID is taken: a client may write anything where an id should be. */
function findNamedObject(
  { input }: Readonly<Record<string, unknown>>,
  { object, names }: AuditedMutation,
): AuditedObject | null {
  const type = names?.object ?? object;
  const id =
    typeof input === 'object' && input !== null ? Reflect.get(input, names?.field ?? 'id') : undefined;
  return type !== null && typeof id === 'string' && isUuid(id) ? { type, id: id.toLowerCase() } : null;
}

function toRefusalCode(error: unknown): string | undefined {
  const code = error instanceof GraphQLError ? error.extensions.code : undefined;
  return typeof code === 'string' && refusalCodes.has(code) ? code : undefined;
}

/** The code of the first user error. */
function findUserErrorCode(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const errors: unknown = Reflect.get(payload, 'userErrors');
  if (!Array.isArray(errors)) return undefined;
  const [first] = errors as readonly { readonly code: string }[];
  return first?.code;
}
