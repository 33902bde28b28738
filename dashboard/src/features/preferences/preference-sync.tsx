import { useEffect } from 'react';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import { navigation } from '../../app/navigation.ts';
import { applyTheme, readTheme } from '../../app/theme.ts';
import { PreferencesOfPersonDocument } from '../../generated/graphql.ts';
import { useLanguage } from '../../messages/language.tsx';
import { languages } from '../../messages/languages.ts';
import { applyDensity } from './density.ts';
import { toThemeHere } from './preference-values.ts';
import { keepStartPage } from './start-page.ts';

/** Brings the choices that the person made in another browser here, where they are kept for the next first paint. */
export function PreferenceSync() {
  const { roles } = usePerson();
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
    const start = navigation.find(({ to, needs }) => to === kept.defaultPage && mayUse(roles, needs));
    keepStartPage(start?.to);
  }, [kept]);
  return null;
}
