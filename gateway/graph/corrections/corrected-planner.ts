import { Supergraph as FederationSupergraph } from '@apollo/federation-internals';
import { type DocumentNode, parse } from 'graphql';
import { stripSecurityLinks } from '#platform/authorization/strip-security-links.ts';
import { createApolloPlanner } from '../planner/apollo-planner.ts';
import type { Planner } from '../planner/planner.ts';
import type { Supergraph } from '../supergraph/supergraph.ts';
import { askForEveryObject } from './ask-for-every-object.ts';
import { createKeyCheck } from './check-keys.ts';
import { createRequiredCheck } from './check-required.ts';
import { findUnfetched } from './find-unfetched.ts';
import { mapFetches } from './map-fetches.ts';
import { type SeparatedSupergraph, separateRequiredFields } from './required-fields.ts';
import { putResolvableKeysFirst } from './resolvable-keys-first.ts';
import { restoreRequiredFields } from './restore-required-fields.ts';
import { createFetchSplitter } from './split-fetch.ts';
import { UnplannableOperationError } from './unplannable-operation.ts';

/**
 * Apollo's planner without its known faults: it plans over a supergraph that does not lead it into them, and its plans
 * are completed and checked. Where there is no correct plan, it throws an `UnplannableOperationError`.
 *
 * @throws when the supergraph cannot be planned for
 */
export function createCorrectedPlanner(supergraph: Supergraph): Planner {
  const { apiSchema } = supergraph;
  const document = parse(supergraph.sdl, { noLocation: true });
  const ordered = putResolvableKeysFirst(document);
  const separated = separateRequiredFields(ordered);
  const { requiredFields } = separated;
  const planner = createApolloPlanner(
    separated.document === document ? supergraph.federation.supergraph : toPlannable(ordered, separated),
  );
  const split = createFetchSplitter(separated);
  const checkKeys = createKeyCheck(ordered);
  const checkRequired = createRequiredCheck(separated.document);
  return {
    plan(asked, operationName, overrides) {
      const plan = planner.plan(askForEveryObject(asked), operationName, overrides);
      const unfetched = findUnfetched(plan, apiSchema, asked, operationName);
      if (unfetched) {
        throw new UnplannableOperationError('no subgraph can be asked for what is selected there', unfetched);
      }
      return mapFetches(plan, (fetch) => {
        checkRequired(fetch);
        return split(checkKeys(fetch)).map((part) => restoreRequiredFields(part, requiredFields));
      });
    },
  };
}

function toPlannable(supergraph: DocumentNode, { document }: SeparatedSupergraph): FederationSupergraph {
  const plannable = FederationSupergraph.build(stripSecurityLinks(supergraph));
  if (document === supergraph) return plannable;
  // Finds what is wrong in a subgraph. The copy with stand-ins would not pass: it has external fields that nothing uses.
  plannable.subgraphs();
  return FederationSupergraph.build(stripSecurityLinks(document), { validateSupergraph: false });
}
