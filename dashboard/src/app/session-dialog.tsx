import { useSession } from '../api/api-context.ts';
import { signedInPath, toSignInUrl } from '../api/session.ts';
import { useLanguage, useMessages } from '../messages/language.tsx';
import { Button, toButtonClass } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Says over the page that the session has ended. The page below stays as it is, and goes on with the next session. */
export function SessionDialog() {
  const { person, hasEnded, other } = useSession();
  const { shell } = useMessages();
  const { language } = useLanguage();
  if (!hasEnded || person === undefined) return null;
  if (other !== undefined) {
    return (
      <Dialog
        title={shell.sessionEndedTitle}
        actions={
          <Button kind="primary" onClick={() => location.reload()}>
            {shell.loadAgain}
          </Button>
        }
      >
        <p>{shell.sessionOtherText(other.username, person.username)}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      title={shell.sessionEndedTitle}
      actions={
        <a
          className={toButtonClass('primary')}
          href={toSignInUrl(signedInPath, language)}
          target="_blank"
          rel="noreferrer"
        >
          {shell.signInAgain}
        </a>
      }
    >
      <p>{shell.sessionEndedText}</p>
    </Dialog>
  );
}
