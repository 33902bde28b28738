import { createHash } from 'node:crypto';

/** System fonts and colours with a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3) in light and in dark; paper is light. */
export const portalStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --soft: #4b5563; --back: #f4f5f7; --card: #ffffff; --line: #d1d5db; --accent: #1d4ed8; --on-accent: #ffffff; --bad: #b91c1c; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8eb; --soft: #a9b1ba; --back: #101317; --card: #1a1f25; --line: #3b434c; --accent: #8ab4ff; --on-accent: #0b1220; --bad: #ff9d94; }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
header, main, footer { max-width: 44rem; margin: 0 auto; }
header { display: flex; flex-wrap: wrap; gap: .5rem 1rem; justify-content: space-between; align-items: baseline; padding: .5rem 0 1rem; }
header p { margin: 0; font-weight: 600; }
nav ul { display: flex; gap: .25rem; margin: 0; padding: 0; list-style: none; }
nav a, nav span { display: inline-block; min-width: 2rem; padding: .25rem .5rem; text-align: center; }
nav span { font-weight: 600; }
main { padding: 1.5rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
footer { padding: 1rem 0; color: var(--soft); font-size: .875rem; }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 2rem 0 .5rem; font-size: 1.125rem; }
p { margin: .5rem 0; }
a { color: var(--accent); }
a.button { display: inline-block; min-height: 2.75rem; padding: .6rem 1.25rem; color: var(--on-accent); background: var(--accent); border-radius: .25rem; font-weight: 600; text-decoration: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.status { display: inline-block; padding: 0 .6rem; border: 1px solid currentcolor; border-radius: 1rem; font-weight: 600; }
.OVERDUE, .VOID { color: var(--bad); }
.sum { font-size: 1.25rem; font-weight: 600; }
.soft { color: var(--soft); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400; }
td:last-child, th.figure { padding-left: 1rem; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
thead th { color: var(--soft); font-size: .875rem; }
th small { display: block; color: var(--soft); }
.total th, .total td { font-weight: 700; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
.pay { display: flex; flex-wrap: wrap; gap: 1rem 2rem; align-items: flex-start; justify-content: space-between; }
.pay dl { flex: 1 1 14rem; }
.pay figure { margin: 0; max-width: 11rem; }
.pay svg { display: block; width: 11rem; height: 11rem; background: #ffffff; }
figcaption { color: var(--soft); font-size: .875rem; }
.documents { margin: 0; padding: 0; list-style: none; }
.documents li { margin: .5rem 0; }
.address { margin: 0; white-space: pre-line; }
.parties { display: flex; flex-wrap: wrap; gap: 1rem 3rem; margin-top: 1.5rem; }
.parties h2 { margin: 0; font-size: .875rem; color: var(--soft); font-weight: 400; }
@media print {
  :root { --text: #000000; --soft: #333333; --back: #ffffff; --card: #ffffff; --line: #999999; --bad: #000000; }
  nav, .documents { display: none; }
  main { padding: 0; border: 0; }
}
@media (max-width: 30rem) {
  body { padding: .5rem; }
  main { padding: 1rem; }
  dl { grid-template-columns: 1fr; }
  dd { margin-bottom: .5rem; }
}
`;

/**
 * The policy of the portal's pages: the one style by its hash (CSP level 3, section 2.3.1), and nothing else. There is no script, no
 * form and nothing from elsewhere.
 */
export const portalPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(portalStyle).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
