import { useState } from 'react';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import { PreferencesOfPersonDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import styles from '../../ui/checkbox-group.module.css';
import { FieldGroup } from '../../ui/form-parts.tsx';
import { useKeepPreference } from '../preferences/use-keep-preference.ts';

/** Each choice: what holds before it is made, and the roles that get such notices. */
const choices = [
  { name: 'mailApprovals', byDefault: true, needs: ['BILLING_MANAGER'] },
  { name: 'mailAlerts', byDefault: true, needs: ['BILLING_MANAGER', 'CUSTOMER_MANAGER'] },
  { name: 'mailImports', byDefault: false, needs: ['BILLING_MANAGER'] },
] as const;
type MailChoiceName = (typeof choices)[number]['name'];

/** Lets people choose which notices also come by mail; absent for those who get none of them. */
export function MailChoices() {
  const { account: messages } = useMessages();
  const { roles } = usePerson();
  const { data } = useData(PreferencesOfPersonDocument, { variables: {} });
  const [chosen, setChosen] = useState<Partial<Record<MailChoiceName, boolean>>>({});
  const keep = useKeepPreference();
  const offered = choices.filter(({ needs }) => mayUse(roles, needs));
  const kept = data?.preferences;
  if (offered.length === 0 || !kept) return null;
  return (
    <section>
      <FieldGroup legend={messages.mailTitle} describedBy="mail-hint">
        <p id="mail-hint" className={styles['hint']}>
          {messages.mailHint}
        </p>
        {offered.map(({ name, byDefault }) => (
          <label key={name} className={styles['choice']}>
            <input
              type="checkbox"
              checked={chosen[name] ?? kept[name] ?? byDefault}
              onChange={({ target: { checked } }) => {
                setChosen({ ...chosen, [name]: checked });
                void keep({ [name]: checked });
              }}
            />
            <span className={styles['label']}>{messages.mailChoices[name]}</span>
          </label>
        ))}
      </FieldGroup>
    </section>
  );
}
