import type { UseFormReturn } from 'react-hook-form';
import { fieldBounds } from '../../api/field-bounds.ts';
import { apiScopes } from '../../generated/api-scopes.ts';
import type { ApiPlan } from '../../generated/graphql.ts';
import type { Messages } from '../../messages/en.ts';
import { useMessages } from '../../messages/language.tsx';
import { CheckboxGroup } from '../../ui/checkbox-group.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { ClientValues } from './client-values.ts';
import { offeredClientRoles } from './offered-client-roles.ts';

const plans: readonly ApiPlan[] = ['FREE', 'STANDARD', 'UNLIMITED'];

export interface ClientFieldsProps {
  readonly form: UseFormReturn<ClientValues>;
  /** The scopes that the client has; one that this page does not know yet stays as it is. */
  readonly held?: readonly string[];
}

/** The settings of an API client that can change. */
export function ClientFields({ form, held = [] }: ClientFieldsProps) {
  const { clients: messages, account, ui } = useMessages();
  const { errors } = form.formState;
  const scopes = [...apiScopes, ...held.filter((scope) => !(apiScopes as readonly string[]).includes(scope))];
  const texts: Readonly<Record<string, string>> = messages.scopeTexts satisfies ScopeTexts;
  return (
    <>
      <TextField
        label={messages.name}
        hint={messages.nameHint}
        id={toControlId('name')}
        maxLength={fieldBounds.apiClientNameLength}
        error={errors.name?.message}
        required
        {...form.register('name', { validate: (text) => text.trim() !== '' || ui.required })}
      />
      <CheckboxGroup
        legend={messages.roles}
        hint={messages.rolesHint}
        id={toControlId('roles')}
        error={errors.roles?.message}
        options={offeredClientRoles.map((value) => ({ value, label: account.roleNames[value] }))}
        {...form.register('roles')}
      />
      <CheckboxGroup
        legend={messages.scopes}
        hint={messages.scopesHint}
        id={toControlId('scopes')}
        error={errors.scopes?.message}
        options={scopes.map((value) => ({ value, label: texts[value] ?? '', detail: value }))}
        {...form.register('scopes')}
      />
      <SelectField
        label={messages.plan}
        hint={messages.planHint}
        id={toControlId('plan')}
        error={errors.plan?.message}
        options={[
          { value: '', label: messages.defaultPlan },
          ...plans.map((value) => ({ value, label: messages.plans[value] })),
        ]}
        {...form.register('plan')}
      />
    </>
  );
}

/** The labels of the fields, for a summary of errors. */
export function toFieldLabels({ clientId, name, roles, scopes, plan }: Messages['clients']) {
  return { clientId, name, roles, scopes, plan };
}

/** Each scope that the page knows has a text. */
type ScopeTexts = Readonly<Record<(typeof apiScopes)[number], string>>;
