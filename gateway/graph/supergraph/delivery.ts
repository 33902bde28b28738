import {
  type DirectiveNode,
  type DocumentNode,
  type GraphQLObjectType,
  getNullableType,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
} from 'graphql';
import {
  directiveArguments,
  importsOf,
  linksOf,
  specificationName,
} from '#platform/authorization/directive-names.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { Supergraph } from './supergraph.ts';

/**
 * The way in which a subscription field delivers. `EVERY`: complete and in order. `NEWEST`: only the latest value counts,
 * and older ones may be skipped.
 */
export type DeliveryMode = 'EVERY' | 'NEWEST';

/** The promise of a subscription field, from `@delivery` on it. */
export interface Delivery {
  readonly mode: DeliveryMode;
  /** The way to continue after an event; absent if the field cannot. */
  readonly resume?: {
    /** The argument that takes the cursor of the last event. */
    readonly argument: string;
    /** The field of the payload that holds an event's cursor. */
    readonly cursorField: string;
  };
}

/** The delivery of a field without `@delivery`. */
export const defaultDelivery: Delivery = { mode: 'EVERY' };

const deliverySpecification = 'delivery';

/**
 * Reads `@delivery(mode:, resumeAfter:, cursor:)` from the subscription fields of a supergraph, under the name that it
 * is linked by. Fields without it are not in the map.
 *
 * @throws CodedError SUPERGRAPH_INVALID when an application names an argument or a field that is not there.
 */
export function readDeliveries({ sdl, apiSchema }: Supergraph): ReadonlyMap<string, Delivery> {
  const type = apiSchema.getSubscriptionType();
  if (!type) return new Map();
  const document = parse(sdl, { noLocation: true });
  const names = directiveNames(document);
  const deliveries = new Map<string, Delivery>();
  for (const definition of document.definitions) {
    const isRoot =
      definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION;
    if (!isRoot || definition.name.value !== type.name) continue;
    for (const { name, directives = [] } of definition.fields ?? []) {
      const directive = directives.find((candidate) => names.has(candidate.name.value));
      if (directive) deliveries.set(name.value, toDelivery(type, name.value, directive));
    }
  }
  return deliveries;
}

function directiveNames(document: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  for (const link of linksOf(document)) {
    const { url, as } = directiveArguments(link);
    if (typeof url !== 'string' || specificationName(url) !== deliverySpecification) continue;
    const prefix = typeof as === 'string' ? as : deliverySpecification;
    names.add(prefix).add(`${prefix}__${deliverySpecification}`);
    const imported = importsOf(link).find(({ name }) => name === `@${deliverySpecification}`);
    if (imported) names.add(imported.as.slice(1));
  }
  return names;
}

function toDelivery(type: GraphQLObjectType, fieldName: string, directive: DirectiveNode): Delivery {
  const { mode, resumeAfter, cursor } = directiveArguments(directive);
  const place = `@delivery on ${type.name}.${fieldName}`;
  if (mode !== 'EVERY' && mode !== 'NEWEST') throw invalid(`${place} needs mode: EVERY or NEWEST`);
  if (typeof resumeAfter !== 'string' && typeof cursor !== 'string') return { mode };
  if (typeof resumeAfter !== 'string' || typeof cursor !== 'string') {
    throw invalid(`${place} needs both resumeAfter and cursor, or neither`);
  }
  // Absent when the field is not part of the API: nobody can subscribe to it then.
  const field = type.getFields()[fieldName];
  if (!field) return { mode };
  if (!field.args.some(({ name }) => name === resumeAfter)) {
    throw invalid(`${place} names the argument "${resumeAfter}", which the field has not`);
  }
  const payload = getNullableType(field.type);
  if (!(isObjectType(payload) || isInterfaceType(payload)) || !payload.getFields()[cursor]) {
    throw invalid(`${place} names the cursor "${cursor}", which is not a field of ${String(field.type)}`);
  }
  return { mode, resume: { argument: resumeAfter, cursorField: cursor } };
}

function invalid(problem: string): CodedError {
  return new CodedError('SUPERGRAPH_INVALID', `The supergraph cannot be used: ${problem}.`);
}
