import { createHash } from 'node:crypto';

/** System fonts and colours with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3) in light and in dark. */
export const pageStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --back: #f4f5f7; --card: #ffffff; --line: #6b7280; --accent: #1d4ed8; --on-accent: #ffffff; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8eb; --back: #101317; --card: #1a1f25; --line: #8b949e; --accent: #8ab4ff; --on-accent: #0b1220; --bad: #ff9d94; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 24rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
nav ul { display: flex; gap: 1rem; justify-content: center; margin: 1rem 0 0; padding: 0; list-style: none; }
nav a { display: inline-block; padding: .25rem; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; }
label { display: block; margin-top: 1rem; font-weight: 600; }
input { width: 100%; min-height: 2.75rem; padding: .5rem .75rem; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: .25rem; font: inherit; }
button { width: 100%; min-height: 2.75rem; margin-top: 1.5rem; color: var(--on-accent); background: var(--accent); border: 0; border-radius: .25rem; font: inherit; font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
[role=alert] { color: var(--bad); font-weight: 600; }
ul, ol { padding-left: 1.25rem; }
h2 { margin: 2rem 0 .5rem; font-size: 1.125rem; }
button.plain { color: var(--accent); background: transparent; border: 1px solid var(--accent); }
.qr svg { display: block; width: 14.5rem; height: 14.5rem; margin: 0 auto; background: #ffffff; }
.codes { columns: 2; list-style: none; padding: 0; }
code { font-size: .9375rem; overflow-wrap: anywhere; }
[role=status] { font-weight: 600; }
`;

/** The hash by which a Content-Security-Policy allows the style (CSP level 3, section 2.3.1). */
export const pageStyleHash = `sha256-${createHash('sha256').update(pageStyle).digest('base64')}`;
