const storageKey = 'startPage';

/** The path that the page opens with, if one was chosen. */
export function readStartPage(): string | undefined {
  try {
    return localStorage.getItem(storageKey) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Remembers the path that the page opens with; undefined for the first of the navigation. */
export function keepStartPage(path: string | undefined): void {
  try {
    if (path === undefined) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, path);
  } catch {
    // A browser that keeps nothing opens with the first page.
  }
}
