import { type ASTNode, type DocumentNode, Kind } from 'graphql';
import type { TextRange } from '../../lint/lint-diagnostic.ts';
import { toTextRange } from '../../lint/text-range.ts';
import type { RuleViolation } from './rule-violation.ts';

/** A violation as it is stored and shown. */
export interface RuleViolationReport extends Omit<RuleViolation, 'node' | 'subgraph'> {
  /** The place in the checked SDL; null if the place is elsewhere, or gone. */
  readonly range: TextRange | null;
  /** True if somebody approved it; it fails nothing then. */
  readonly isApproved: boolean;
}

/** The checked text and what it says. */
interface CheckedSdl {
  readonly sdl: string;
  readonly document: DocumentNode;
}

/** Gives violations their places in the checked SDL, and says which ones are approved. */
export function reportViolations(
  violations: readonly RuleViolation[],
  { sdl, document }: CheckedSdl,
  approved: ReadonlySet<string>,
): RuleViolationReport[] {
  const nodes = listPlaces(document);
  return violations.map(({ id, rule, level, coordinate, message }) => {
    const node = nodes.get(coordinate);
    const range = node === undefined ? null : toTextRange(node, sdl);
    return { id, rule, level, coordinate, message, range, isApproved: approved.has(id) };
  });
}

function listPlaces({ definitions }: DocumentNode): ReadonlyMap<string, ASTNode> {
  const places = new Map<string, ASTNode>();
  for (const definition of definitions) {
    if (!('name' in definition) || definition.name === undefined) continue;
    const typeName = definition.name.value;
    places.set(typeName, definition);
    if (!('fields' in definition)) continue;
    for (const field of definition.fields ?? [])
      if (field.kind === Kind.FIELD_DEFINITION) places.set(`${typeName}.${field.name.value}`, field);
  }
  return places;
}
