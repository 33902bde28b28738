import { portVariables } from '../system/services.ts';

const perLine = 4;

/** The variables of ports with their defaults, for the help text. */
export function toPortLines(): string {
  const texts = portVariables.map((one) => `${one.variable} (${one.default})`);
  const lines = texts.flatMap((_, at) =>
    at % perLine === 0 ? [texts.slice(at, at + perLine).join(', ')] : [],
  );
  return lines.map((line) => `  ${line}`).join(',\n');
}
