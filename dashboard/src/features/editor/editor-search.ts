import { omitAbsent, toSearchParameter } from '../../ui/search-parameters.ts';

/** The beginning of a new invoice, from its address. */
export interface EditorSearch {
  /** The draft that it has become since it was opened. */
  readonly draft?: string;
  /** The text in the browser's storage with which it begins. */
  readonly kept?: string;
}

export function readEditorSearch(given: Record<string, unknown>): EditorSearch {
  return omitAbsent({ draft: toSearchParameter(given['draft']), kept: toSearchParameter(given['kept']) });
}
