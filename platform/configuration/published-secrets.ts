import type { Environment } from './environment.ts';

/** Secrets that the repository publishes: whoever reads the source knows them. */
const published: ReadonlySet<string> = new Set([
  // Of the development realm.
  'Facturation-2026',
  'facturation-service-development',
  'facturation-billing-development',
  'facturation-people-development',
  // Of tests.
  'Correct-Horse-1',
  'Another-Horse-2',
  'Wrong-Password-1',
  'a-test-password',
  'sixteen characters',
]);

/** The placeholders for secrets in `.env.example`. */
const placeholder = /^replaceMe/i;

/** True if the repository publishes a secret. */
export function isPublishedSecret(secret: string): boolean {
  return published.has(secret) || placeholder.test(secret);
}

/**
 * The variables whose value, one of whose values between commas, or whose password within a URL is published. Nobody may
 * serve the public with one.
 *
 * @returns a problem for each variable, without its value
 */
export function findPublishedSecrets(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value = '']) =>
    toSecrets(value).some(isPublishedSecret)
      ? [`${name}: has a secret that is published in the repository; give it one of your own`]
      : [],
  );
}

function toSecrets(value: string): string[] {
  const parts = value.split(',').map((part) => part.trim());
  return [value, ...parts, ...[value, ...parts].flatMap(findPassword)];
}

function findPassword(text: string): string[] {
  if (!URL.canParse(text)) return [];
  const { password } = new URL(text);
  try {
    return [decodeURIComponent(password)];
  } catch {
    return [password];
  }
}
