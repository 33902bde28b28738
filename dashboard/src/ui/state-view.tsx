import { type ReactNode, useEffect, useState } from 'react';
import { type Problem, translateProblem } from '../api/problem.ts';
import type { QueryView } from '../api/use-data.ts';
import { useLanguage, useMessages } from '../messages/language.tsx';
import { loadPart } from '../messages/languages.ts';
import { Button } from './button.tsx';
import styles from './state-view.module.css';

export interface StateViewProps<Data, Content> {
  readonly view: QueryView<Data>;
  /** Takes the content out of the answer; null or undefined is "not found". */
  readonly select: (data: Data) => Content | null | undefined;
  /** The number of rows that stand for content that is still to come. */
  readonly skeletonRows?: number;
  readonly children: (content: Content, view: QueryView<Data>) => ReactNode;
}

/** A skeleton that comes and goes at once only disturbs. */
const skeletonAfterMs = 150;

/** Shows the state of an answer: on its way, here, being refreshed, not found, refused or failed. */
export function StateView<Data, Content>({
  view,
  select,
  skeletonRows = 8,
  children,
}: StateViewProps<Data, Content>) {
  const messages = useMessages();
  const { data, isFetching, problem, retry } = view;
  const content = data === undefined ? undefined : select(data);
  if (content !== undefined && content !== null) {
    return (
      <div className={styles['view']} aria-busy={isFetching || undefined}>
        {isFetching && (
          <div className={styles['bar']} role="progressbar" aria-label={messages.states.refreshing} />
        )}
        {problem && <ProblemView problem={problem} retry={retry} />}
        {children(content, view)}
      </div>
    );
  }
  if (problem) return <ProblemView problem={problem} retry={retry} />;
  if (isFetching) return <Skeleton rows={skeletonRows} />;
  return (
    <div className={styles['message']}>
      <h2>{messages.states.notFoundTitle}</h2>
      <p>{messages.states.notFoundText}</p>
    </div>
  );
}

/** Rows of the size of the content, once it has not come for a moment. */
export function Skeleton({ rows }: { readonly rows: number }) {
  const messages = useMessages();
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), skeletonAfterMs);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles['skeleton']} aria-busy="true">
      {isShown && <span className={styles['hiddenText']}>{messages.states.loading}</span>}
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without content differ in nothing else
        <div key={index} className={isShown ? styles['line'] : undefined} />
      ))}
    </div>
  );
}

export interface ProblemViewProps {
  readonly problem: Problem;
  readonly retry?: (() => void) | undefined;
}

/** Says what went wrong, by which id the log has it, and lets the person try again. */
export function ProblemView({ problem, retry }: ProblemViewProps) {
  const { states } = useMessages();
  const message = useExplanation(problem);
  const [title, text] = {
    offline: [states.offlineTitle, states.offlineText],
    session: [states.sessionTitle, ''],
    outdated: [states.outdatedTitle, states.outdatedText],
    forbidden: [states.forbiddenTitle, message],
    failed: [states.failedTitle, message || states.failedText],
  }[problem.kind] as [string, string];
  return (
    <div className={styles['message']} role="alert">
      <h2>{title}</h2>
      {text !== '' && <p>{text}</p>}
      {problem.requestId !== undefined && (
        <p className={styles['request']}>{states.requestId(problem.requestId)}</p>
      )}
      {problem.kind === 'outdated' ? (
        <Button onClick={() => location.reload()}>{states.loadAgain}</Button>
      ) : (
        retry && <Button onClick={retry}>{states.retry}</Button>
      )}
    </div>
  );
}

/** The message of the API in the language of the page, once the sentences are there; the API's own if they do not come. */
function useExplanation(problem: Problem): string {
  const { language } = useLanguage();
  const { code, message, isTranslated } = problem;
  const [text, setText] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a problem is the same by its members; another language has other sentences
  useEffect(() => {
    let isLate = false;
    void loadPart('problems').then((translator) => {
      if (!isLate) setText(translateProblem(problem, translator).message);
    });
    return () => {
      isLate = true;
    };
  }, [code, message, isTranslated, language]);
  return text;
}
