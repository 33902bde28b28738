import { html, type Markup, raw } from '#platform/text/html.ts';
import type { IdentityTexts } from './texts/english.ts';

/** One line of a form. */
export interface Field {
  readonly name: string;
  /** For a page with several fields of one name. */
  readonly id?: string;
  readonly label: string;
  readonly value?: string;
  /** A token of the HTML standard, section 4.10.18.7. */
  readonly autocomplete?: string;
  readonly type?: 'text' | 'email' | 'password';
  /** True for a code of digits, for which phones show other keys. */
  readonly isNumeric?: boolean;
  readonly isFocused?: boolean;
}

/** Renders a labelled text field that must be filled in. */
export function renderField(field: Field): Markup {
  const { name, id = name, label, value = '', autocomplete = 'off', type = 'text' } = field;
  const flags = `${field.isNumeric ? ' inputmode="numeric"' : ''}${field.isFocused ? ' autofocus' : ''}`;
  const isText = type !== 'password';
  return html`<label for="${id}">${label}</label>
<input id="${id}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}"${raw(flags)}${raw(isText ? ' autocapitalize="none" spellcheck="false"' : '')} required>`;
}

/** Renders the two fields for a new password, named as on Keycloak's page. */
export function renderNewPasswordFields({ newPassword: texts }: IdentityTexts): Markup {
  return html`${renderField({ name: 'password-new', label: texts.field, type: 'password', autocomplete: 'new-password' })}
${renderField({ name: 'password-confirm', label: texts.again, type: 'password', autocomplete: 'new-password' })}`;
}

/** Renders all that is wrong with a form; nothing if nothing is. */
export function renderProblems(problems: readonly string[]): Markup {
  if (problems.length === 0) return html``;
  const [only] = problems;
  if (problems.length === 1 && only !== undefined) return html`<p role="alert">${only}</p>`;
  return html`<div role="alert"><ul>${joinMarkup(problems.map((problem) => html`<li>${problem}</li>`))}</ul></div>`;
}

export function joinMarkup(parts: readonly Markup[]): Markup {
  return raw(parts.map(({ markup }) => markup).join('\n'));
}
