import { usePerson } from '../../api/api-context.ts';
import { useGateway } from '../../api/use-gateway.ts';
import { KeptLanguageSelect, ThemeSelect } from '../../app/account-panel.tsx';
import { useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { FieldRow } from '../../ui/form-parts.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { MailChoices } from './mail-choices.tsx';
import { OwnSessions } from './own-sessions.tsx';

/** The gateway's answer about the provider's page on which people change how they sign in. */
interface SignInFacts {
  readonly accountUrl?: string | null;
}

/** The page of the person who is signed in: name, roles, sign-in, sessions and preferences. */
export function AccountPage() {
  const { account: messages } = useMessages();
  const { username, roles } = usePerson();
  const { data } = useGateway<SignInFacts>('/auth/session');
  const accountUrl = data?.accountUrl;
  return (
    <PageLayout title={messages.title}>
      <DescriptionList
        items={[
          { term: messages.username, value: username },
          {
            term: messages.roles,
            value: roles.map((role) => messages.roleNames[role as 'USER'] ?? role).join(', '),
          },
        ]}
      />
      {accountUrl && (
        <section>
          <h2>{messages.signInTitle}</h2>
          <p>{messages.signInText}</p>
          <p>
            <a className={toButtonClass()} href={accountUrl}>
              {messages.signInLink}
            </a>
          </p>
        </section>
      )}
      <section>
        <h2>{messages.appearanceTitle}</h2>
        <FieldRow>
          <KeptLanguageSelect />
          <ThemeSelect />
        </FieldRow>
      </section>
      <MailChoices />
      <OwnSessions />
    </PageLayout>
  );
}
