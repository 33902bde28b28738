import { formatRequirement } from '#platform/authorization/format-requirement.ts';
import { GraphRules, type RuledField } from '#platform/authorization/graph-rules.ts';
import { implies } from '#platform/authorization/implies.ts';
import type { Requirement } from '#platform/authorization/requirement.ts';
import type { ParsedSubgraph } from '#platform/schema-lint/parsed-subgraph.ts';
import { toChangeId } from '../changes/change-id.ts';
import { findNewProblems } from './find-new-problems.ts';
import type { RuleViolation } from './rule-violation.ts';

const maxNamed = 5;

/** A place of which other callers may read from now on. */
interface ChangedPlace {
  readonly coordinate: string;
  readonly typeName: string;
  readonly before: Requirement;
  readonly after: Requirement;
  readonly field: RuledField | undefined;
}

/**
 * Compares who may read what before and after a change of subgraphs. Whoever may read more afterwards is a violation: a rule
 * that was removed, a role that was added, a new way into the graph without a rule, a new way around a rule. A rule that
 * became stricter is a warning. Rules that move between a type and its fields without changing who reads them are not.
 *
 * @throws TypeError if a rule's arguments are malformed
 */
export function compareRules(
  before: readonly ParsedSubgraph[],
  after: readonly ParsedSubgraph[],
): RuleViolation[] {
  const old = new GraphRules(before.map(({ document }) => document));
  const now = new GraphRules(after.map(({ document }) => document));
  const changed = [...listChangedFields(old, now), ...listChangedTypes(old, now)];
  return [
    ...toViolations(
      changed.filter(({ before: was, after: is }) => !implies(is, was)),
      toLoosened,
    ),
    ...findNewProblems({ before, old, after, now }),
    ...toViolations(
      changed.filter(({ before: was, after: is }) => implies(is, was)),
      toTightened,
    ),
  ];
}

function listChangedFields(old: GraphRules, now: GraphRules): ChangedPlace[] {
  return now.fields.flatMap((field): ChangedPlace[] => {
    const known = old.findField(field.typeName, field.name);
    if (known === undefined) return [];
    const before = old.ofRead(known);
    const after = now.ofRead(field);
    if (isSame(before, after)) return [];
    // A changed rule of the returned type shows at that type's fields.
    if (isSame(old.beforeReturn(known), now.beforeReturn(field))) return [];
    const coordinate = `${field.typeName}.${field.name}`;
    return [{ coordinate, typeName: field.typeName, before, after, field }];
  });
}

/** Types without fields: scalars, enums and unions. */
function listChangedTypes(old: GraphRules, now: GraphRules): ChangedPlace[] {
  const withFields = new Set(now.fields.map(({ typeName }) => typeName));
  const known = new Set(old.typeNames);
  return now.typeNames.flatMap((typeName): ChangedPlace[] => {
    if (withFields.has(typeName) || !known.has(typeName)) return [];
    const before = old.ofType(typeName);
    const after = now.ofType(typeName);
    return isSame(before, after) ? [] : [{ coordinate: typeName, typeName, before, after, field: undefined }];
  });
}

function isSame(left: Requirement, right: Requirement): boolean {
  return implies(left, right) && implies(right, left);
}

type ToViolation = (first: ChangedPlace, places: string) => Pick<RuleViolation, 'rule' | 'level' | 'message'>;

/** One violation for all fields of a type whose rules changed alike, as they do when the type's own rule changes. */
function toViolations(changed: readonly ChangedPlace[], toViolation: ToViolation): RuleViolation[] {
  const groups = Map.groupBy(changed, ({ typeName, before, after }) =>
    JSON.stringify([typeName, before, after]),
  );
  return [...groups.values()].flatMap((group): RuleViolation[] => {
    const [first] = group;
    if (first === undefined) return [];
    const coordinates = group.map(({ coordinate }) => coordinate).toSorted();
    const { rule, level, message } = toViolation(first, nameAll(coordinates));
    return [
      {
        id: toChangeId([rule, ...coordinates, formatRequirement(first.after)]),
        rule,
        level,
        coordinate: coordinates[0] ?? first.typeName,
        message,
        node: first.field?.node,
        subgraph: undefined,
      },
    ];
  });
}

function toLoosened({ before, after }: ChangedPlace, places: string): ReturnType<ToViolation> {
  const wanted = formatRequirement(before);
  return after.length === 0
    ? {
        rule: 'RULE_REMOVED',
        level: 'ERROR',
        message: `${places} lost the rule ${wanted}: everybody may read it.`,
      }
    : {
        rule: 'RULE_WEAKENED',
        level: 'ERROR',
        message: `${places} may be read with ${formatRequirement(after)}; before, the rule was ${wanted}.`,
      };
}

function toTightened({ before, after }: ChangedPlace, places: string): ReturnType<ToViolation> {
  return {
    rule: 'RULE_TIGHTENED',
    level: 'WARNING',
    message: `${places} wants ${formatRequirement(after)}; before, the rule was ${formatRequirement(before)}. Whoever has less is refused.`,
  };
}

function nameAll(coordinates: readonly string[]): string {
  const shown = coordinates.slice(0, maxNamed).join(', ');
  const rest = coordinates.length - maxNamed;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
