import type { Density } from '../../generated/graphql.ts';

const storageKey = 'density';

/** The density that was chosen here before. */
export function readDensity(): Density {
  try {
    return localStorage.getItem(storageKey) === 'COMPACT' ? 'COMPACT' : 'COMFORTABLE';
  } catch {
    return 'COMFORTABLE';
  }
}

/** Shows lists so, and remembers it. */
export function applyDensity(density: Density): void {
  document.documentElement.dataset['density'] = density.toLowerCase();
  try {
    localStorage.setItem(storageKey, density);
  } catch {
    // A browser that keeps nothing shows it for this visit.
  }
}
