export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'theme';

/** The appearance that was chosen here before. */
export function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(storageKey);
    return themes.find((one) => one === kept) ?? 'system';
  } catch {
    return 'system';
  }
}

/** Shows the page so, and remembers it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.dataset['theme'] = theme;
  try {
    localStorage.setItem(storageKey, theme);
  } catch {
    // A browser that keeps nothing shows it for this visit.
  }
}
