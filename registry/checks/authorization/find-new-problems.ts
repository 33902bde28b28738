import type { GraphRules } from '#platform/authorization/graph-rules.ts';
import { findOpenEntries } from '#platform/schema-lint/open-entries.ts';
import type { ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';
import { findProtectedReads } from '#platform/schema-lint/protected-reads.ts';
import type { SchemaProblem } from '#platform/schema-lint/schema-problem.ts';
import { toChangeId } from '../changes/change-id.ts';
import type { RuleViolation } from './rule-violation.ts';

/** Subgraphs and their rules, before and after a change. */
export interface RuleStates {
  readonly before: readonly ParsedSubgraph[];
  readonly old: GraphRules;
  readonly after: readonly ParsedSubgraph[];
  readonly now: GraphRules;
}

/** Finds ways into the graph without a rule and ways around rules that were not there before. */
export function findNewProblems({ before, old, after, now }: RuleStates): RuleViolation[] {
  const known = new Set(
    [...findProtectedReads(before, old), ...findOpenEntries(before, old)].map(toProblemId),
  );
  // Entries that lost their rule are told of where rules are compared.
  const isNewField = ({ coordinate }: SchemaProblem) => {
    const [typeName = '', name = ''] = coordinate.split('.');
    return old.findField(typeName, name) === undefined;
  };
  const open = usesRules(now) || usesRules(old) ? findOpenEntries(after, now).filter(isNewField) : [];
  const evaded = findProtectedReads(after, now);
  return [...open, ...evaded]
    .filter((problem) => !known.has(toProblemId(problem)))
    .map(
      (problem): RuleViolation => ({
        id: toProblemId(problem),
        rule: open.includes(problem) ? 'RULE_MISSING' : 'RULE_EVADED',
        level: 'ERROR',
        coordinate: problem.coordinate,
        message: problem.message,
        node: problem.node,
        subgraph: problem.subgraph,
      }),
    );
}

function toProblemId({ rule, coordinate, message }: SchemaProblem): string {
  return toChangeId([rule, coordinate, message]);
}

/** A graph whose schema has no rule at all is protected elsewhere, or is open to everybody by intention. */
function usesRules(rules: GraphRules): boolean {
  return rules.fields.some((field) => rules.ofRead(field).length > 0);
}
