import { parseArgs, parseEnv } from 'node:util';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { Environment } from '#platform/configuration/environment.ts';
import { toErrorText } from '#platform/errors/to-error.ts';

/** The name of the command. */
const command = 'facturation-gateway';

/** Options that stand for a variable of the environment, and what `--help` says of them. */
const optionVariables = {
  supergraph: {
    short: 's',
    variable: 'SUPERGRAPH_FILE',
    value: 'FILE',
    text: 'the composed supergraph; watched',
  },
  port: { short: 'p', variable: 'GATEWAY_PORT', value: 'NUMBER', text: 'where it listens; default 4000' },
  host: { variable: 'GATEWAY_HOST', value: 'ADDRESS', text: 'default 127.0.0.1; 0.0.0.0 for all' },
  issuer: { variable: 'OIDC_ISSUER', value: 'URL', text: 'whose tokens are trusted' },
  audience: { variable: 'OIDC_AUDIENCE', value: 'NAMES', text: 'for whom tokens must be issued' },
  'header-rules': { variable: 'HEADER_RULES_FILE', value: 'FILE', text: 'headers for subgraphs' },
  'log-level': { variable: 'LOG_LEVEL', value: 'LEVEL', text: 'default info' },
} as const;

const otherOptions = {
  environment: { value: 'FILE', text: 'further variables, as NAME=value lines' },
  help: { short: 'h', text: 'show this' },
} as const;

type OptionName = keyof typeof optionVariables;

/** The request of a command line. */
export type CommandLine =
  | { readonly kind: 'start'; readonly environment: Environment }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string };

/** The surroundings that reading a command line needs. */
export interface CommandLineParts {
  readonly environment: Environment;
  /** Reads a text file. @throws if it cannot be read */
  readonly readText: (path: string) => Promise<string>;
  /** @throws {ConfigurationError} if a gateway cannot start with these variables */
  readonly check: (environment: Environment) => void;
}

/**
 * Reads a command line. An option counts before the variable that it stands for, and that before the file of
 * `--environment`. Without any option nothing is checked: then the log tells what is wrong with the environment.
 */
export async function readCommandLine(
  parameters: readonly string[],
  { environment, readText, check }: CommandLineParts,
): Promise<CommandLine> {
  if (parameters.length === 0) return { kind: 'start', environment };
  const { values, problems } = parseOptions(parameters);
  if (values.has('help')) return { kind: 'help', text: helpText };
  const settings = await readSettings(values.get('environment'), readText, problems);
  const options = (Object.keys(optionVariables) as OptionName[]).filter((name) => values.has(name));
  const given = options.map((name) => [optionVariables[name].variable, values.get(name)] as const);
  // An empty variable counts as absent, and so leaves the file its say.
  const present = Object.entries(environment).filter(([, value]) => value !== '');
  const all: Environment = { ...settings, ...Object.fromEntries([...present, ...given]) };
  for (const name of ['supergraph', 'header-rules']) {
    const path = values.get(name);
    if (path !== undefined)
      await readText(path).catch((error) => problems.push(`--${name}: ${toErrorText(error)}`));
  }
  problems.push(...findConfigurationProblems(all, check).map((problem) => toOptionProblem(problem, options)));
  return problems.length === 0
    ? { kind: 'start', environment: all }
    : { kind: 'refused', text: toRefusal(problems) };
}

function parseOptions(parameters: readonly string[]) {
  const values = new Map<string, string>();
  const problems: string[] = [];
  const options = Object.fromEntries(
    Object.entries({ ...optionVariables, ...otherOptions }).map(([name, option]) => [
      name,
      {
        type: 'value' in option ? ('string' as const) : ('boolean' as const),
        ...('short' in option && { short: option.short }),
      },
    ]),
  );
  const { tokens } = parseArgs({
    args: [...parameters],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') problems.push(`${token.value}: is not an option`);
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    const lacksValue = value === undefined || value === '' || (!token.inlineValue && value.startsWith('-'));
    if (options[name] === undefined) problems.push(`${rawName}: there is no such option`);
    else if (options[name].type === 'string' && lacksValue) problems.push(`${rawName}: needs a value`);
    else if (values.has(name)) problems.push(`${rawName}: is given twice`);
    else values.set(name, value ?? '');
  }
  return { values, problems };
}

async function readSettings(
  path: string | undefined,
  readText: CommandLineParts['readText'],
  problems: string[],
): Promise<Environment> {
  if (path === undefined) return {};
  try {
    return parseEnv(await readText(path)) as Environment;
  } catch (error) {
    problems.push(`--environment: ${toErrorText(error)}`);
    return {};
  }
}

function findConfigurationProblems(
  environment: Environment,
  check: CommandLineParts['check'],
): readonly string[] {
  try {
    check(environment);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
}

/** Names the option instead of the variable that it stands for. */
function toOptionProblem(problem: string, options: readonly OptionName[]): string {
  const name = options.find((option) => problem.startsWith(`${optionVariables[option].variable}:`));
  return name === undefined ? problem : `--${name}${problem.slice(optionVariables[name].variable.length)}`;
}

function toRefusal(problems: readonly string[]): string {
  const lines = problems.map((problem) => `  - ${problem}`);
  return `${command} cannot start:\n${lines.join('\n')}\n\n${command} --help names its options.\n`;
}

const helpText = `Usage: ${command} --supergraph FILE [options]

Serves a federated graph at /graphql, by HTTP, server-sent events, multipart and WebSocket.

${Object.entries({ ...optionVariables, ...otherOptions })
  .map(([name, option]) => {
    const short = 'short' in option ? `-${option.short},` : '';
    const form = `${short.padEnd(3)} --${name}${'value' in option ? ` ${option.value}` : ''}`;
    const variable = 'variable' in option ? ` (${option.variable})` : '';
    return `  ${form.padEnd(26)} ${option.text}${variable}`;
  })
  .join('\n')}

All other settings are variables of the environment; gateway/README.md of the package lists them, with their defaults.
An option counts before its variable, and a variable before the file of --environment.
`;
