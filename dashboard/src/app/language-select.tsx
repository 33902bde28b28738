import { languageNames, useLanguage, useMessages } from '../messages/language.tsx';
import { type Language, languages } from '../messages/languages.ts';
import { SelectField } from '../ui/select-field.tsx';

/** Lets people choose the language of the page, signed in or not. */
export function LanguageSelect({ onChosen }: { readonly onChosen?: (language: Language) => void }) {
  const { language, choose } = useLanguage();
  const { shell } = useMessages();
  return (
    <SelectField
      label={shell.language}
      value={language}
      options={languages.map((value) => ({ value, label: languageNames[value] }))}
      onChange={({ target }) => {
        const next = target.value as Language;
        void choose(next);
        onChosen?.(next);
      }}
    />
  );
}
