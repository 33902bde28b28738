import { Catalogue } from './catalogue.ts';
import type { Messages, PartName } from './en.ts';

export const languages = ['en', 'fr'] as const;
export type Language = (typeof languages)[number];

const catalogues = new Map<Language, Catalogue>();
let shown: Catalogue | undefined;
/** The catalogue of the language that was asked for last, once it is there. */
let showing: Promise<Catalogue> | undefined;

/** Shows a language: loads the texts that every page has, and those of each feature that was shown in the language before. */
export function showLanguage(language: Language): Promise<Catalogue> {
  showing = show(language);
  return showing;
}

async function show(language: Language): Promise<Catalogue> {
  const catalogue = catalogues.get(language) ?? (await loadCatalogue(language));
  catalogues.set(language, catalogue);
  await Promise.all((shown?.parts ?? []).map((name) => catalogue.load(name)));
  shown = catalogue;
  return catalogue;
}

async function loadCatalogue(language: Language): Promise<Catalogue> {
  if (language === 'fr') {
    const { fr, frParts } = await import('./fr.ts');
    return new Catalogue(fr, frParts);
  }
  const { en, enParts } = await import('./en.ts');
  return new Catalogue(en, enParts);
}

/** Loads a part in the language that is shown, for use outside of components. @returns undefined if it does not come */
export async function loadPart<Name extends PartName>(name: Name): Promise<Messages[Name] | undefined> {
  await shown?.load(name).catch(() => undefined);
  return shown?.find(name);
}

/** Loads the code of a page together with the texts of its features, in the language that is shown. */
export function withTexts<Code>(
  names: readonly PartName[],
  loadCode: () => Promise<Code>,
): () => Promise<Code> {
  return async () => {
    const [code] = await Promise.all([loadCode(), loadParts(names)]);
    return code;
  };
}

async function loadParts(names: readonly PartName[]): Promise<void> {
  const catalogue = await showing;
  await Promise.all(names.map((name) => catalogue?.load(name)));
}
