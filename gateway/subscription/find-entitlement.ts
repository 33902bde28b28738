import { type DocumentNode, getOperationAST } from 'graphql';
import type { Authorization } from '#platform/authorization/filter/authorizer.ts';
import { toUnauthorizedError } from '#platform/authorization/filter/options.ts';
import { toCanonicalJson } from '#platform/text/canonical-json.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import { UnplannableOperationError } from '../graph/corrections/unplannable-operation.ts';
import { type OverrideLabels, toOverrideKey } from '../graph/planner/overrides.ts';
import { toClientName } from '../operation/client-names.ts';
import { withoutTrace } from '../upstream/headers/header-policy.ts';
import { type EndResult, endWith } from './end.ts';
import { planSubscription, type SubscriptionPlan } from './plan-subscription.ts';
import { type Sharing, toRightsKey } from './rights.ts';
import type { SubscriptionRequest } from './subscriptions.ts';

/** The part of a subscription that a caller may run. */
export type Entitlement =
  | { readonly kind: 'refused'; readonly last: EndResult }
  | {
      readonly kind: 'found';
      readonly plan: SubscriptionPlan;
      readonly authorization: Authorization;
      /** The rest of the client's document. */
      readonly document: DocumentNode;
      /** Equal for all who may share results, as long as they begin at the same event. */
      readonly identity: string;
    };

/** A caller, as far as rights depend on who it is and when. */
export interface EntitledCaller {
  readonly principal: Principal | undefined;
  /** The policies that hold now; none if absent. */
  readonly heldPolicies: ReadonlySet<string> | undefined;
}

/** Cuts a subscription down to what a caller with these rights may run of it, and plans that. */
export function findEntitlement(
  request: SubscriptionRequest,
  { principal, heldPolicies }: EntitledCaller,
  sharing: Sharing,
): Entitlement {
  const { graph, document, operationName, variables, forwarded } = request;
  const authorization = graph.authorizer.authorize(document, operationName, principal, heldPolicies);
  const { document: allowed, unauthorizedPaths } = authorization;
  if (!allowed) {
    const [first, ...others] = unauthorizedPaths.map((path) => toUnauthorizedError(path.map(toClientName)));
    return { kind: 'refused', last: { errors: [first ?? toUnauthorizedError([]), ...others] } };
  }
  const overrides = overridesOf(request);
  const plan = planOrRefuse(request, allowed, overrides);
  if (plan instanceof UnplannableOperationError) return { kind: 'refused', last: toPlanlessEnd(plan) };
  if (!plan) {
    const message = 'The subscription selects no field; it needs one, without @skip or @include.';
    return { kind: 'refused', last: endWith('BAD_USER_INPUT', message) };
  }
  const identity = [
    idOf(document),
    idOf(allowed),
    // In a dry run nothing is cut, but those of a group are told of the same cuts.
    unauthorizedPaths,
    operationName,
    toCanonicalJson(usedVariables(document, operationName, variables)),
    toRightsKey(principal, sharing),
    toCanonicalJson(withoutTrace(forwarded)),
    toOverrideKey(overrides),
  ];
  return { kind: 'found', plan, authorization, document: allowed, identity: JSON.stringify(identity) };
}

function planOrRefuse(
  { graph, operationName }: SubscriptionRequest,
  allowed: DocumentNode,
  overrides: OverrideLabels,
): SubscriptionPlan | UnplannableOperationError | undefined {
  try {
    return planSubscription(graph, allowed, operationName, overrides);
  } catch (error) {
    if (error instanceof UnplannableOperationError) return error;
    throw error;
  }
}

function toPlanlessEnd({ code, message, path }: UnplannableOperationError): EndResult {
  const clientPath = path?.map(toClientName);
  return { errors: [{ message, ...(clientPath && { path: clientPath }), extensions: { code } }] };
}

const decided = new WeakMap<SubscriptionRequest, OverrideLabels>();

/** The labels of `@override` that hold for a subscription: decided once, so that it stays where it is. */
function overridesOf(request: SubscriptionRequest): OverrideLabels {
  const overrides = decided.get(request) ?? request.graph.decideOverrides();
  decided.set(request, overrides);
  return overrides;
}

function usedVariables(
  document: DocumentNode,
  operationName: string | undefined,
  variables: SubscriptionRequest['variables'],
): Record<string, unknown> {
  const names = (getOperationAST(document, operationName)?.variableDefinitions ?? []).map(
    ({ variable }) => variable.name.value,
  );
  return Object.fromEntries(names.map((name) => [name, variables[name]]));
}

const ids = new WeakMap<DocumentNode, number>();
let lastId = 0;

/** A number that stands for a document: the same text is the same object, mostly. */
function idOf(document: DocumentNode): number {
  const id = ids.get(document) ?? ++lastId;
  ids.set(document, id);
  return id;
}
