import { useEffect, useEffectEvent, useState } from 'react';

/** Something to choose. */
export interface ComboOption {
  readonly key: string;
  /** The text in the field once it is chosen. */
  readonly label: string;
  /** More to tell it from others. */
  readonly description?: string | undefined;
}

/** Finds options for a text; the empty text finds the first of all. */
export type ComboSearch = (text: string) => Promise<readonly ComboOption[]>;

export interface ComboOptions {
  /** The newest answer, which may belong to an earlier text. */
  readonly options: readonly ComboOption[];
  /** True if the options are those for the text. */
  readonly isFresh: boolean;
}

const pauseMs = 200;

/**
 * Searches for a text once somebody pauses, or at once if they wait for the answer. An answer that comes after the text has
 * changed is dropped. Nothing is searched for while the text is undefined.
 */
export function useComboOptions(
  search: ComboSearch,
  text: string | undefined,
  isAwaited: boolean,
): ComboOptions {
  const [found, setFound] = useState<{ text: string | undefined; options: readonly ComboOption[] }>({
    text: undefined,
    options: [],
  });
  const ask = useEffectEvent(search);
  useEffect(() => {
    if (text === undefined) return undefined;
    let isLate = false;
    const timer = setTimeout(
      async () => {
        const options = await ask(text);
        if (!isLate) setFound({ text, options });
      },
      isAwaited ? 0 : pauseMs,
    );
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [text, isAwaited]);
  return { options: found.options, isFresh: found.text === text };
}
