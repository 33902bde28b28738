import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import type { Density, Theme, UpdatePreferencesInput } from '../generated/types.ts';
import { parseAddressText } from './address-text.ts';
import { workspaceBounds } from './bounds.ts';

/** Preferences to be set; undefined ones stay as they are, null takes a choice back. */
export interface PreferenceChanges {
  readonly language?: string | null | undefined;
  readonly theme?: Theme | null | undefined;
  readonly density?: Density | null | undefined;
  readonly defaultPage?: string | null | undefined;
  readonly mailApprovals?: boolean | null | undefined;
  readonly mailAlerts?: boolean | null | undefined;
  readonly mailImports?: boolean | null | undefined;
}

/** Reads the given preferences and notes all problems. */
export function parsePreferences(input: UpdatePreferencesInput, problems: InputProblems): PreferenceChanges {
  return {
    language: ifGiven(input.language, (tag) => tag && parseLanguage(tag, problems.at('language'))),
    theme: input.theme,
    density: input.density,
    defaultPage: ifGiven(input.defaultPage, (path) => path && parsePath(path, problems.at('defaultPage'))),
    mailApprovals: input.mailApprovals,
    mailAlerts: input.mailAlerts,
    mailImports: input.mailImports,
  };
}

/** A language tag in its canonical form (BCP 47). */
function parseLanguage(tag: string, problems: InputProblems): string | undefined {
  if (tag.length > workspaceBounds.language) {
    problems.add('TOO_LONG', `Must have at most ${workspaceBounds.language} characters, not ${tag.length}.`);
    return undefined;
  }
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    problems.add('INVALID', 'Must be a language tag, for example `fr` or `en-GB`.');
    return undefined;
  }
}

/** A path of the page itself: with two slashes, or a backslash, a browser would go elsewhere. */
function parsePath(path: string, problems: InputProblems): string | undefined {
  if (/^\/(?!\/)/.test(path)) return parseAddressText(path, workspaceBounds.defaultPage, problems);
  problems.add('INVALID', 'Must be a path of the page, for example `/invoices`.');
  return undefined;
}
