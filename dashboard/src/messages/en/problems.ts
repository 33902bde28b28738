import { untranslated } from '../translate-problem.ts';

/** The API writes English itself. */
export const problemsEn = untranslated;
