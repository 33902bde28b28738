import { useEffect, useRef, useState } from 'react';
import { useClient } from 'urql';
import { type InputProblem, translateProblems } from '../../api/use-change.ts';
import { EditorPreviewDocument, type EditorPreviewQuery } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import type { DraftReading } from './draft-reading.ts';
import type { SentDraft } from './draft-saver.ts';
import type { DraftValues } from './draft-values.ts';

type DraftFigures = NonNullable<NonNullable<EditorPreviewQuery['previewInvoice']>['preview']>;

/** The figures of a draft as the server has computed them. */
export interface DraftPreview {
  readonly figures: DraftFigures | undefined;
  /** The keys of the lines of the figures, in their order. */
  readonly lineKeys: readonly string[];
  readonly atMs: number | undefined;
  /** True while the draft is another one than that of the figures. */
  readonly isOld: boolean;
  /** True if the server has answered for the draft as it is, but found something that leaves no figures. */
  readonly isRefused: boolean;
  readonly hasFailed: boolean;
  /** The problems that the server found, and their draft. */
  readonly found: { readonly userErrors: readonly InputProblem[]; readonly sent: SentDraft } | undefined;
}

interface Answer extends Omit<DraftPreview, 'isOld' | 'isRefused' | 'hasFailed'> {
  /** The draft that the figures are of. */
  readonly figured: DraftReading | undefined;
  readonly text: string;
}

const waitMs = 350;
const retryMs = 3_000;
const nothing: Answer = {
  figures: undefined,
  lineKeys: [],
  atMs: undefined,
  found: undefined,
  figured: undefined,
  text: '',
};

/** Asks the server for the figures of a draft whenever somebody pauses; nothing is computed here. */
export function usePreview(values: DraftValues, reading: DraftReading, id: string | undefined): DraftPreview {
  const client = useClient();
  const { problems: translator } = useMessages();
  const [answer, setAnswer] = useState<Answer>(nothing);
  const [failures, setFailures] = useState(0);
  const isEmpty = reading.input.lines.length === 0;
  const current = useRef(answer);
  current.current = answer;

  useEffect(() => {
    if (isEmpty) {
      setAnswer(nothing);
      return undefined;
    }
    let isLate = false;
    const ask = async () => {
      const input = { ...reading.input, id: id ?? null };
      const text = JSON.stringify(input);
      if (text === current.current.text && failures === 0)
        return setAnswer((old) => toSame(old, values, reading));
      const { data } = await client
        .query(EditorPreviewDocument, { input }, { requestPolicy: 'network-only' })
        .toPromise();
      if (isLate) return undefined;
      const payload = data?.previewInvoice;
      if (payload === undefined || payload === null) return setFailures((count) => count + 1);
      setFailures(0);
      const { preview, userErrors } = payload;
      return setAnswer((old) => ({
        figures: preview ?? old.figures,
        lineKeys: preview ? reading.lineKeys : old.lineKeys,
        atMs: preview ? Date.now() : old.atMs,
        found: { userErrors: translateProblems(userErrors, translator), sent: { values, reading } },
        figured: preview ? reading : old.figured,
        text,
      }));
    };
    const timer = setTimeout(() => void ask(), failures === 0 ? waitMs : retryMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [client, values, reading, id, isEmpty, failures, translator]);

  const isOld = answer.figured !== reading;
  const isRefused = isOld && answer.found?.sent.reading === reading;
  return { ...answer, isOld, isRefused, hasFailed: failures > 0 };
}

/** The answer for a draft that is read like the one before, such as one with an empty line more. */
function toSame(old: Answer, values: DraftValues, reading: DraftReading): Answer {
  const wasFigured = old.figured !== undefined && old.figured === old.found?.sent.reading;
  return {
    ...old,
    found: old.found && { ...old.found, sent: { values, reading } },
    figured: wasFigured ? reading : old.figured,
    lineKeys: wasFigured ? reading.lineKeys : old.lineKeys,
  };
}
