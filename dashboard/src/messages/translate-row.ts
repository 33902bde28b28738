import { createSentenceTranslator, type SentenceTexts } from './translate-sentences.ts';

/** Says in the language of the page why a row of a file was not loaded, and how an import has ended. */
export interface RowTranslator {
  readonly explain: (message: string) => string;
}

/** A code, and before it the column, of one of several problems of a row. */
const beginning = /^(?:(?<column>.+?) )?(?<code>[A-Z]+(?:_[A-Z]+)+): /s;
const nextBeginning = /; (?=(?:[^;]+? )?[A-Z]+(?:_[A-Z]+)+: )/;
/** The end of an import that names a row as an example. */
const withExample = /^.+ Row \d+, line \d+: /s;

/**
 * Creates a translator of the messages of rejected rows: one sentence, several reasons of billing, or several problems, each after
 * its column and its code. What is not known stays as it is.
 */
export function createRowTranslator(texts: SentenceTexts): RowTranslator {
  const translate = createSentenceTranslator({
    ...texts,
    translateOther: (value) => (isOfProblems(value) ? explainProblems(value) : undefined),
  });
  const explainReasons = (text: string): string => {
    const whole = translate(text);
    if (whole !== undefined) return whole;
    const parts = text.split('; ').map(translate);
    return parts.every((part) => part !== undefined) ? parts.join(' ; ') : text;
  };
  const explainProblem = (text: string): string => {
    const match = beginning.exec(text);
    if (match === null) return explainReasons(text);
    const { column, code } = match.groups ?? {};
    const place = column === undefined ? code : `${column} ${code}`;
    return `${place} : ${explainReasons(text.slice(match[0].length))}`;
  };
  const explainProblems = (message: string) => message.split(nextBeginning).map(explainProblem).join(' ; ');
  return {
    explain: (message) =>
      (isOfProblems(message) ? undefined : translate(message)) ?? explainProblems(message),
  };
}

function isOfProblems(message: string): boolean {
  return beginning.test(message) && !withExample.test(message);
}
