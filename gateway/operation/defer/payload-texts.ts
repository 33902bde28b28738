import { toAnswerText, toDataText } from '../answer-text.ts';
import type { AnswerPart, GraphQLAnswer } from '../graphql-answer.ts';

/**
 * The payloads of an answer in parts as JSON text, in the form that Apollo Router and Apollo Client agree on
 * (`deferSpec=20220824`): the answer so far, then lists of what is added to it at their paths, each with `hasNext`.
 */
export async function* toPayloadTexts(answer: GraphQLAnswer): AsyncGenerator<string, void, undefined> {
  const { rest, ...first } = answer;
  yield `${toAnswerText(first).slice(0, -1)},"hasNext":${rest !== undefined}}`;
  for await (const { parts, hasNext } of rest ?? []) {
    yield `{"incremental":[${parts.map(toPartText).join(',')}],"hasNext":${hasNext}}`;
  }
}

function toPartText({ label, path, data, errors }: AnswerPart): string {
  const before = label === undefined ? '' : `"label":${JSON.stringify(label)},`;
  const after = errors === undefined ? '' : `,"errors":${JSON.stringify(errors)}`;
  return `{${before}"path":${JSON.stringify(path)},"data":${toDataText(data)}${after}}`;
}
