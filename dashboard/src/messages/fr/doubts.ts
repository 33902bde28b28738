import { createRowTranslator } from '../translate-row.ts';
import type { TranslatedSentence } from '../translate-sentences.ts';
import { doubtWordsFr, formDoubtsFr, mappingDoubtsFr } from './doubts/doubt-sentences.ts';

export const doubtsFr = createRowTranslator({
  locale: 'fr-FR',
  sentences: [...mappingDoubtsFr, ...formDoubtsFr.flatMap(withDoubtOfMapping)],
  words: doubtWordsFr,
});

/** A doubt about the form of a file, alone and as it stands among the doubts about a mapping. */
function withDoubtOfMapping([english, french]: TranslatedSentence): TranslatedSentence[] {
  return [
    [english, french],
    [`${toSentence(english)} (file).`, `${toSentence(french)} (file).`],
  ];
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
