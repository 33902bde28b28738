import { type AnswerData, JsonText } from '../graph/executor/response/json-text.ts';

/** The members of an answer, in any order. */
interface Answer {
  readonly errors?: unknown;
  readonly data?: unknown;
  readonly extensions?: unknown;
}

/**
 * The JSON text of an answer, the same that `JSON.stringify` gives. Data that is text already goes into it as it is. Errors come first,
 * as the GraphQL specification advises (section "Response Format").
 */
export function toAnswerText({ errors, data, extensions }: Answer): string {
  if (!(data instanceof JsonText)) return JSON.stringify({ errors, data, extensions });
  const before = errors === undefined ? '' : `"errors":${JSON.stringify(errors)},`;
  const after = extensions === undefined ? '' : `,"extensions":${JSON.stringify(extensions)}`;
  return `{${before}"data":${data.text}${after}}`;
}

/** The data of an answer, or of a part of one, as JSON text. */
export function toDataText(data: AnswerData | null): string {
  return data instanceof JsonText ? data.text : JSON.stringify(data);
}
