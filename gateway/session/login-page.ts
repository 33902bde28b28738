/** Why signing in did not succeed. */
export type LoginProblem = 'LOGIN_ATTEMPT_MISSING' | 'LOGIN_REFUSED' | 'PROVIDER_UNREACHABLE';

const texts: Readonly<Record<LoginProblem, string>> = {
  LOGIN_ATTEMPT_MISSING:
    'This browser has no sign-in under way. It may have taken more than ten minutes, been finished already, or been started in another tab.',
  LOGIN_REFUSED: 'The identity provider or a check of its answer refused this sign-in.',
  PROVIDER_UNREACHABLE: 'The identity provider cannot be reached at present. Try again shortly.',
};

/** The page a person sees when signing in did not succeed. It holds nothing that came with the request. */
export function renderLoginProblem(problem: LoginProblem): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Not signed in</title>
<h1>Not signed in</h1>
<p>${texts[problem]}</p>
<p><a href="/auth/login">Sign in again</a></p>
<p><small>${problem}</small></p>
</html>
`;
}
