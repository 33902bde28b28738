import type { Theme } from '../../app/theme.ts';
import type { Theme as KeptTheme } from '../../generated/graphql.ts';

const themesHere: Readonly<Record<KeptTheme, Theme>> = { SYSTEM: 'system', LIGHT: 'light', DARK: 'dark' };
const keptThemes: Readonly<Record<Theme, KeptTheme>> = { system: 'SYSTEM', light: 'LIGHT', dark: 'DARK' };

/** The appearance that a kept choice stands for; undefined where nothing was chosen. */
export function toThemeHere(kept: KeptTheme | null | undefined): Theme | undefined {
  return kept ? themesHere[kept] : undefined;
}

/** The appearance as it is kept. */
export function toKeptTheme(theme: Theme): KeptTheme {
  return keptThemes[theme];
}
