import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { parseOptionalText, parseRequiredText } from '#kernel/text-input.ts';
import { readOptionalScalar, type ScalarInput } from '#schema/scalar-input.ts';
import { requestBounds } from './bounds.ts';
import type { RequestUrgencyName } from './request-words.ts';

/** The fields of a request in an input that people may change; absent ones stay as they are. */
export interface RequestFieldsInput {
  readonly title?: string | null | undefined;
  readonly text?: string | null | undefined;
  readonly urgency?: RequestUrgencyName | null | undefined;
  readonly deadline?: ScalarInput | null | undefined;
}

/** Fields to be set; undefined ones stay as they are. */
export interface RequestChanges {
  readonly title: string | undefined;
  readonly text: string | null | undefined;
  readonly urgency: RequestUrgencyName | undefined;
  readonly deadline: Date | null | undefined;
}

/** Reads the given fields and notes all problems. */
export function parseRequestFields(
  input: RequestFieldsInput,
  now: Date,
  problems: InputProblems,
): RequestChanges {
  return {
    title: ifGiven(input.title, (text) =>
      parseRequiredText(text, { maxLength: requestBounds.title }, problems.at('title')),
    ),
    text: ifGiven(input.text, (text) =>
      parseOptionalText(text, { maxLength: requestBounds.text, isMultiline: true }, problems.at('text')),
    ),
    urgency: ifGiven(input.urgency, (urgency) => {
      if (urgency === null) problems.at('urgency').add('REQUIRED', 'A request has an urgency: give one.');
      return urgency ?? undefined;
    }),
    deadline: ifGiven(input.deadline, (deadline) => parseDeadline(deadline, now, problems.at('deadline'))),
  };
}

function parseDeadline(
  given: ScalarInput | null,
  now: Date,
  problems: InputProblems,
): Date | null | undefined {
  const text = readOptionalScalar(given, problems);
  if (typeof text !== 'string') return text;
  const deadline = new Date(text);
  const latest = new Date(now);
  latest.setUTCFullYear(latest.getUTCFullYear() + requestBounds.deadlineYears);
  if (deadline > now && deadline <= latest) return deadline;
  problems.add(
    'OUT_OF_RANGE',
    `Give an instant in the future, at most ${requestBounds.deadlineYears} years ahead.`,
  );
  return undefined;
}
