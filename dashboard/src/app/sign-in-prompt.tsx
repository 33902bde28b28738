import { useLocation } from '@tanstack/react-router';
import { toSignInUrl } from '../api/session.ts';
import { useLanguage, useMessages } from '../messages/language.tsx';
import { toButtonClass } from '../ui/button.tsx';
import { useDocumentTitle } from '../ui/document-title.ts';
import { LanguageSelect } from './language-select.tsx';
import styles from './sign-in-prompt.module.css';

/** Asks a visitor to sign in, and leads back to where they wanted to go. */
export function SignInPrompt() {
  const { shell } = useMessages();
  const { language } = useLanguage();
  const { href } = useLocation();
  useDocumentTitle(shell.signInTitle);
  return (
    <main className={styles['page']}>
      <h1>{shell.product}</h1>
      <p>{shell.signInText}</p>
      <p>
        <a className={toButtonClass('primary')} href={toSignInUrl(href, language)}>
          {shell.signIn}
        </a>
      </p>
      <LanguageSelect />
    </main>
  );
}
