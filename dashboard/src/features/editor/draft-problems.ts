import type { FormError } from '../../ui/error-summary.tsx';
import type { DraftReading, FieldProblems } from './draft-reading.ts';
import type { DraftValues } from './draft-values.ts';
import { toHeadId, toLineId } from './field-names.ts';
import type { ServerProblems } from './server-problems.ts';

/** All that is wrong with a draft. */
export interface DraftProblems {
  readonly head: FieldProblems;
  readonly lines: Readonly<Record<string, FieldProblems>>;
  readonly whole: readonly string[];
}

/** Adds what the server found to what the page sees itself, which comes first at a field that both name. */
export function joinProblems(
  reading: DraftReading,
  found: readonly (ServerProblems | undefined)[],
): DraftProblems {
  const lines: Record<string, FieldProblems> = { ...reading.lineProblems };
  let head = reading.headProblems;
  const whole: string[] = [];
  for (const one of found) {
    if (one === undefined) continue;
    head = { ...one.head, ...head };
    for (const [key, problems] of Object.entries(one.lines)) lines[key] = { ...problems, ...lines[key] };
    whole.push(...one.whole.filter((message) => !whole.includes(message)));
  }
  return { head, lines, whole };
}

/** The names of fields and places, in the language of the page. */
export interface ProblemTexts {
  readonly fields: Readonly<Record<string, string>>;
  readonly inLine: (number: number, label: string) => string;
}

/** Lists all problems for a summary, those of the head first, then line by line. */
export function listProblems(
  { head, lines, whole }: DraftProblems,
  values: DraftValues,
  { fields, inLine }: ProblemTexts,
): readonly FormError[] {
  const label = (field: string) => {
    const known = fields[field];
    if (known !== undefined) return known;
    const parts = field.split('.').filter((part) => !/^\d+$/.test(part));
    return parts.map((part) => fields[part] ?? part).join(', ');
  };
  return [
    ...whole.map((message) => ({ message })),
    ...Object.entries(head).map(([field, message]) => ({
      fieldId: toHeadId(field),
      label: label(field),
      message,
    })),
    ...values.lines.flatMap(({ key }, index) =>
      Object.entries(lines[key] ?? {}).map(([field, message]) => ({
        fieldId: toLineId(key, field),
        label: inLine(index + 1, label(field)),
        message,
      })),
    ),
  ];
}
