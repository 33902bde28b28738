import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import type { Messages } from './en.ts';
import { type Language, languages, showLanguage } from './languages.ts';

/** The names of the languages, each in its own. */
export const languageNames: Readonly<Record<Language, string>> = { en: 'English', fr: 'Français' };

/** For numbers and dates; English as in Europe, where days come before months. */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', fr: 'fr-FR' };
const storageKey = 'language';

interface LanguageValue {
  readonly language: Language;
  /** For Intl. */
  readonly locale: string;
  readonly messages: Messages;
  /** Loads the texts, then shows them and remembers the choice. */
  readonly choose: (language: Language) => Promise<void>;
}

const LanguageContext = createContext<LanguageValue | undefined>(undefined);

function useLanguageValue(): LanguageValue {
  const value = use(LanguageContext);
  if (value === undefined) throw new Error('There is no LanguageProvider around this component.');
  return value;
}

/** The texts in the language of the page. */
export function useMessages(): Messages {
  return useLanguageValue().messages;
}

export function useLocale(): string {
  return useLanguageValue().locale;
}

export function useLanguage(): Pick<LanguageValue, 'language' | 'choose'> {
  return useLanguageValue();
}

/** The language that was chosen here before, or else the first of the browser's that the page has. */
export function findLanguage(): Language {
  const wanted = [readChoice(), ...navigator.languages].map((one) => one?.slice(0, 2).toLowerCase());
  return wanted.find((one): one is Language => languages.some((known) => known === one)) ?? 'en';
}

function readChoice(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

export interface LanguageProviderProps {
  readonly initial: Language;
  readonly initialMessages: Messages;
  readonly children: ReactNode;
}

/** Gives the texts to everything inside, and tells the document its language. */
export function LanguageProvider({ initial, initialMessages, children }: LanguageProviderProps) {
  const [{ language, messages }, set] = useState({ language: initial, messages: initialMessages });
  const choose = useCallback(async (next: Language) => {
    const { messages: loaded } = await showLanguage(next);
    document.documentElement.lang = next;
    set({ language: next, messages: loaded });
    try {
      localStorage.setItem(storageKey, next);
    } catch {
      // A browser that keeps nothing shows the language for this visit.
    }
  }, []);
  const value = useMemo(
    () => ({ language, locale: locales[language], messages, choose }),
    [language, messages, choose],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}
