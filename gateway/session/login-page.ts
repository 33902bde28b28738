import { parseAcceptLanguage } from '#platform/http/accept-language.ts';

/** Why signing in did not succeed. */
export type LoginProblem = 'LOGIN_ATTEMPT_MISSING' | 'LOGIN_REFUSED' | 'PROVIDER_UNREACHABLE';

type LoginTexts = Readonly<Record<LoginProblem | 'title' | 'again', string>>;

const english: LoginTexts = {
  title: 'Not signed in',
  again: 'Sign in again',
  LOGIN_ATTEMPT_MISSING:
    'This browser has no sign-in under way. It may have taken more than ten minutes, been finished already, or been started in another tab.',
  LOGIN_REFUSED: 'The identity provider or a check of its answer refused this sign-in.',
  PROVIDER_UNREACHABLE: 'The identity provider cannot be reached at present. Try again shortly.',
};

const french: LoginTexts = {
  title: 'Connexion impossible',
  again: 'Se connecter de nouveau',
  LOGIN_ATTEMPT_MISSING:
    'Aucune connexion n’est en cours dans ce navigateur. Elle a peut-être pris plus de dix minutes, est déjà terminée, ou a été commencée dans un autre onglet.',
  LOGIN_REFUSED: 'Le fournisseur d’identité, ou une vérification de sa réponse, a refusé cette connexion.',
  PROVIDER_UNREACHABLE:
    'Le fournisseur d’identité ne peut pas être joint pour l’instant. Réessayez dans un moment.',
};

const textsOf: Readonly<Record<string, LoginTexts>> = { en: english, fr: french };

/**
 * The page a person sees when signing in did not succeed, in the first of the browser's languages that it has. It holds nothing
 * that came with the request.
 */
export function renderLoginProblem(problem: LoginProblem, acceptLanguage: string | undefined): string {
  const wanted = parseAcceptLanguage(acceptLanguage).map((tag) => tag.slice(0, 2).toLowerCase());
  const language = wanted.find((one) => Object.hasOwn(textsOf, one)) ?? 'en';
  const texts = textsOf[language] ?? english;
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${texts.title}</title>
<h1>${texts.title}</h1>
<p>${texts[problem]}</p>
<p><a href="/auth/login">${texts.again}</a></p>
<p><small>${problem}</small></p>
</html>
`;
}
