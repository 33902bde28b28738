import type { DocumentNode } from 'graphql';
import type { DeferredOutcome } from '../../graph/executor/executor.ts';
import { type ErrorDisclosure, toClientErrors } from '../client-errors.ts';
import { toClientName, toClientNames } from '../client-names.ts';
import type { AnswerPart, AnswerParts } from '../graphql-answer.ts';
import type { DeferringOutcome } from './run-deferring.ts';

/** Makes what comes later of an answer fit for clients. */
export async function* toAnswerParts(
  document: DocumentNode,
  rest: NonNullable<DeferringOutcome['rest']>,
  labels: DeferringOutcome['labels'],
  disclosure: ErrorDisclosure,
): AsyncGenerator<AnswerParts, void, undefined> {
  for await (const { parts, hasNext } of rest) {
    yield { parts: parts.map((part) => toAnswerPart(document, part, labels, disclosure)), hasNext };
  }
}

function toAnswerPart(
  document: DocumentNode,
  { label, path, data, errors }: DeferredOutcome,
  labels: DeferringOutcome['labels'],
  disclosure: ErrorDisclosure,
): AnswerPart {
  const shown = toClientErrors(errors, disclosure);
  const named = toClientNames(document, { data, ...(shown.length > 0 && { errors: shown }) });
  return {
    label: labels.get(label),
    path: path.map((step) => (typeof step === 'string' ? toClientName(step) : step)),
    data: named.data ?? null,
    ...(named.errors && { errors: named.errors }),
  };
}
