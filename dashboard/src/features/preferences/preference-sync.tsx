import { useEffect } from 'react';
import { useData } from '../../api/use-data.ts';
import { applyTheme, readTheme } from '../../app/theme.ts';
import { PreferencesOfPersonDocument } from '../../generated/graphql.ts';
import { languages, useLanguage } from '../../messages/language.tsx';
import { applyDensity } from './density.ts';
import { toThemeHere } from './preference-values.ts';

/** Brings the choices that the person made in another browser here, where they are kept for the next first paint. */
export function PreferenceSync() {
  const { language, choose } = useLanguage();
  const { data } = useData(PreferencesOfPersonDocument, { variables: {} });
  const kept = data?.preferences ?? undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen here goes the other way
  useEffect(() => {
    if (kept === undefined) return;
    const wanted = languages.find((one) => one === kept.language?.slice(0, 2).toLowerCase());
    if (wanted !== undefined && wanted !== language) void choose(wanted);
    const theme = toThemeHere(kept.theme);
    if (theme !== undefined && theme !== readTheme()) applyTheme(theme);
    applyDensity(kept.density ?? 'COMFORTABLE');
  }, [kept]);
  return null;
}
