import type { TranslatedSentence } from '../translate-sentences.ts';
import { detailSentencesFr } from './problems/detail-sentences.ts';
import { documentSentencesFr } from './problems/document-sentences.ts';
import { mailSentencesFr } from './problems/mail-sentences.ts';
import { portalSentencesFr } from './problems/portal-sentences.ts';
import { requestSentencesFr } from './problems/request-sentences.ts';

/** Sentences of problems that are loaded as a file of their own, as one file would be too large. */
export const furtherSentencesFr: readonly TranslatedSentence[] = [
  ...detailSentencesFr,
  ...documentSentencesFr,
  ...portalSentencesFr,
  ...requestSentencesFr,
  ...mailSentencesFr,
];
