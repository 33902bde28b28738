import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText, parseRequiredText } from '#kernel/text-input.ts';
import { readScalar, type ScalarInput } from '#schema/scalar-input.ts';
import { type ContactKindName, contactBounds } from './contact-words.ts';

/** The fields of an entry in an input that its author may correct; absent ones stay as they are. */
export interface ContactFieldsInput {
  readonly kind?: ContactKindName | null | undefined;
  readonly counterpart?: string | null | undefined;
  readonly occurredAt?: ScalarInput | null | undefined;
  readonly minutes?: number | null | undefined;
  readonly summary?: string | null | undefined;
}

/** Fields to be set; undefined ones stay as they are. */
export interface ContactChanges {
  readonly kind: ContactKindName | undefined;
  readonly counterpart: string | null | undefined;
  readonly occurredAt: Date | undefined;
  readonly minutes: number | undefined;
  readonly summary: string | undefined;
}

/** Reads the given fields and notes all problems. Null stands for absent where there must be a value. */
export function parseContactFields(
  input: ContactFieldsInput,
  now: Date,
  problems: InputProblems,
): ContactChanges {
  const { counterpart, summary } = contactBounds;
  return {
    kind: input.kind ?? undefined,
    counterpart: ifGiven(input.counterpart, (text) =>
      parseOptionalText(text, { maxLength: counterpart }, problems.at('counterpart')),
    ),
    occurredAt:
      input.occurredAt === null || input.occurredAt === undefined
        ? undefined
        : parseOccurrence(input.occurredAt, now, problems.at('occurredAt')),
    minutes:
      input.minutes === null || input.minutes === undefined
        ? undefined
        : parseMinutes(input.minutes, problems.at('minutes')),
    summary: ifGiven(input.summary, (text) =>
      parseRequiredText(text, { maxLength: summary, isMultiline: true }, problems.at('summary')),
    ),
  };
}

function parseOccurrence(given: ScalarInput, now: Date, problems: InputProblems): Date | undefined {
  const text = readScalar(given, problems);
  if (text === undefined) return undefined;
  const instant = new Date(text);
  const earliest = new Date(now);
  earliest.setUTCFullYear(earliest.getUTCFullYear() - contactBounds.yearsBack);
  if (instant <= now && instant >= earliest) return instant;
  problems.add(
    'OUT_OF_RANGE',
    `Give an instant that is not in the future, at most ${contactBounds.yearsBack} years back.`,
  );
  return undefined;
}

function parseMinutes(minutes: number, problems: InputProblems): number | undefined {
  if (minutes >= 0 && minutes <= contactBounds.minutes) return minutes;
  problems.add('OUT_OF_RANGE', `Give 0 to ${contactBounds.minutes} minutes.`);
  return undefined;
}
