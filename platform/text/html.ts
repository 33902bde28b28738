/** Text that is HTML already. */
export interface Markup {
  readonly markup: string;
}

/** Takes text for HTML as it is; only for text of this program's own. */
export function raw(markup: string): Markup {
  return { markup };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Builds HTML from a template; every value that is not markup itself is escaped. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | Markup)[]): Markup {
  const parts = strings.map((string, index) => {
    const value = values[index];
    if (value === undefined) return string;
    return string + (typeof value === 'string' ? escapeHtml(value) : value.markup);
  });
  return { markup: parts.join('') };
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}
