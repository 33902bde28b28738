import { useCallback, useState } from 'react';
import { useClient } from 'urql';
import type { UserErrorCode } from '../generated/graphql.ts';
import { loadPart } from '../messages/languages.ts';
import type { ProblemTranslator } from '../messages/translate-problem.ts';
import { explainError, noAnswer, type Problem, translateProblem } from './problem.ts';
import type { TrustedDocument } from './trusted-document.ts';

/** A problem with the input of a mutation; its message is in the language of the page. */
export interface InputProblem {
  readonly field: readonly string[];
  readonly message: string;
  readonly code: UserErrorCode;
}

/** The result of a mutation. */
export type ChangeResult<Payload> =
  | { readonly kind: 'done'; readonly payload: Payload }
  /** The API refused the input, or the state of the object. */
  | { readonly kind: 'refused'; readonly userErrors: readonly InputProblem[] }
  /** There is no answer that says so; nothing typed is lost. */
  | { readonly kind: 'failed'; readonly problem: Problem };

/** The payload of the one field that a mutation has. */
type PayloadOf<Data> = NonNullable<Data[keyof Data]>;

export interface Changing<Data, Variables> {
  /** Sends it; one at a time is sent. */
  readonly send: (variables: Variables) => Promise<ChangeResult<PayloadOf<Data>>>;
  readonly isSending: boolean;
}

/** Sends a mutation of one field that answers with `userErrors`. Answers of queries with the changed types are fetched again. */
export function useChange<Data, Variables>(
  document: TrustedDocument<Data, Variables>,
): Changing<Data, Variables> {
  const client = useClient();
  const [isSending, setSending] = useState(false);
  const send = useCallback(
    async (variables: Variables): Promise<ChangeResult<PayloadOf<Data>>> => {
      setSending(true);
      try {
        const { data, error } = await client
          .mutation(
            document as TrustedDocument<Data, Record<string, unknown>>,
            variables as Record<string, unknown>,
          )
          .toPromise();
        const [payload] = Object.values((data ?? {}) as Record<string, PayloadOf<Data> | null>);
        if (payload === undefined || payload === null) {
          const problem = error
            ? translateProblem(explainError(error), await loadPart('problems'))
            : noAnswer;
          return { kind: 'failed', problem };
        }
        const { userErrors = [] } = payload as { readonly userErrors?: readonly InputProblem[] };
        if (userErrors.length === 0) return { kind: 'done', payload };
        return { kind: 'refused', userErrors: translateProblems(userErrors, await loadPart('problems')) };
      } finally {
        setSending(false);
      }
    },
    [client, document],
  );
  return { send, isSending };
}

/** Says problems with the input of an operation in the language of the page. */
export function translateProblems(
  problems: readonly InputProblem[],
  translator: ProblemTranslator | undefined,
): readonly InputProblem[] {
  if (translator === undefined) return problems;
  return problems.map((one) => ({ ...one, message: translator.explain(one.code, one.message) }));
}
