import { findViolations, type LimitViolation, type OperationLimits } from './limits.ts';

/** The figures of a JSON value. */
interface ValueFigures {
  members: number;
  depth: number;
  listLength: number;
  textLength: number;
  totalLength: number;
}

/**
 * Checks values from a client's JSON against the limits for variables, before they are coerced: graphql-js walks all of
 * them, and repeats them in its errors. For `extensions` as well. No recursion: JSON nests as deep as its text is long.
 *
 * @returns every limit that is exceeded.
 */
export function checkVariables(values: unknown, limits: OperationLimits): readonly LimitViolation[] {
  if (values === undefined || isEmpty(values)) return [];
  const { members, depth, listLength, textLength, totalLength } = measureValue(
    values,
    limits.maxVariableDepth,
  );
  const figures = [
    ['MAX_VARIABLE_MEMBERS_LIMIT', 'values', members, limits.maxVariableMembers],
    ['MAX_VARIABLE_DEPTH_LIMIT', 'levels of lists and objects', depth, limits.maxVariableDepth],
    ['MAX_VARIABLE_LIST_LENGTH_LIMIT', 'items in one list', listLength, limits.maxVariableListLength],
    ['MAX_VARIABLE_TEXT_LENGTH_LIMIT', 'characters in one text', textLength, limits.maxVariableTextLength],
    ['MAX_VARIABLES_LENGTH_LIMIT', 'characters', totalLength, limits.maxVariablesLength],
  ] as const;
  return findViolations(
    figures.map(([code, unit, measured, allowed]) => ({
      code,
      subject: 'variables',
      unit,
      measured,
      allowed,
      isCutShort: code === 'MAX_VARIABLE_DEPTH_LIMIT',
    })),
  );
}

/** Most operations come without variables, and nearly all without extensions. */
function isEmpty(values: unknown): boolean {
  return (
    typeof values === 'object' &&
    values !== null &&
    !Array.isArray(values) &&
    Object.keys(values).length === 0
  );
}

/** Level by level, to one level more than are allowed. The object of all variables itself counts as no level. */
function measureValue(root: unknown, maxDepth: number): ValueFigures {
  const figures: ValueFigures = { members: 0, depth: 0, listLength: 0, textLength: 0, totalLength: 0 };
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0 && figures.depth <= maxDepth; depth += 1) {
    const below: unknown[] = [];
    for (const value of level) {
      if (typeof value === 'string') measureText(value, figures);
      if (typeof value !== 'object' || value === null) continue;
      figures.depth = depth;
      if (Array.isArray(value)) figures.listLength = Math.max(figures.listLength, value.length);
      else for (const name of Object.keys(value)) measureText(name, figures);
      for (const member of Object.values(value)) below.push(member);
    }
    figures.members += below.length;
    level = below;
  }
  return figures;
}

function measureText(text: string, figures: ValueFigures): void {
  figures.textLength = Math.max(figures.textLength, text.length);
  figures.totalLength += text.length;
}
