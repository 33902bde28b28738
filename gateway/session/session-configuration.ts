import { z } from 'zod';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import { databaseUrl, integer, list, url } from '#platform/configuration/fields.ts';
import type { IssuerAddress } from '#platform/tokens/issuer-address.ts';
import type { TrustedIssuer } from '#platform/tokens/trusted-issuer.ts';

/** A secret shorter than this could be guessed; `openssl rand -base64 48` makes a good one. */
const minSecretLength = 32;

/** Parameters of a request to sign in that the gateway decides (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
const ownParameters = [
  'client_id',
  'redirect_uri',
  'response_type',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
];

/**
 * The variables by which a gateway that signs people in is configured, to be spread into the schema of its process
 * beside `commonFields`.
 */
export const sessionFields = {
  /** The client this gateway is at the provider. Without it nobody can sign in here; bearer tokens still work. */
  OIDC_CLIENT_ID: z.string().optional(),
  /** Absent for a public client. */
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_SCOPE: z
    .string()
    .regex(/(^| )openid( |$)/, 'must have openid among its scopes')
    .default('openid profile'),
  /** Further parameters that a provider wants in a request to sign in, such as `audience=https://api.example.com` for Auth0. */
  OIDC_AUTHORIZATION_PARAMETERS: z
    .string()
    .default('')
    .transform((text) => Object.fromEntries(new URLSearchParams(text)))
    .refine((parameters) => !ownParameters.some((name) => name in parameters), {
      message: `must not set ${ownParameters.join(', ')}`,
    }),
  /** The provider's page on which people change password and one-time codes. */
  OIDC_ACCOUNT_URL: url().optional(),
  /** Where browsers reach this gateway. */
  GATEWAY_PUBLIC_URL: url().optional(),
  /** Encrypts the tokens of sessions. Several between commas allow rotation: the first encrypts, all decrypt. */
  SESSION_SECRET: list()
    .refine((secrets) => secrets.length > 0 && secrets.every(({ length }) => length >= minSecretLength), {
      message: `must be secrets of at least ${minSecretLength} characters, between commas`,
    })
    .optional(),
  /** Where sessions are kept. */
  DATABASE_URL: databaseUrl().optional(),
  /** Where the secret of a development machine is kept. */
  DATA_DIR: z.string().default('.data'),
  SESSION_IDLE_MINUTES: integer({ min: 1, max: 1_440, byDefault: 30 }),
  SESSION_MAX_HOURS: integer({ min: 1, max: 720, byDefault: 10 }),
  /** Time between two checks of the sessions of open connections. */
  SESSION_WATCH_MS: integer({ min: 100, max: 60_000, byDefault: 3_000 }),
};

/** The variables parsed with {@link sessionFields} and the process's other fields. */
export type SessionVariables = z.output<z.ZodObject<typeof sessionFields>> & {
  readonly NODE_ENV: 'development' | 'test' | 'production';
};

/** Everything that decides how sessions work. */
export interface SessionConfiguration extends IssuerAddress {
  readonly algorithms: readonly string[];
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly scope: string;
  /** Further parameters of a request to sign in. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** The origin that browsers see, with no slash at its end. */
  readonly publicUrl: string;
  /** The provider's page on which people change how they sign in. */
  readonly accountUrl: string | undefined;
  /** The page for a person who has signed in or out and named no other. */
  readonly homePath: string;
  /** Encrypt the tokens of sessions. None on a development machine that makes its own; see `loadDevelopmentSecret`. */
  readonly secrets: readonly string[];
  readonly idleSeconds: number;
  readonly absoluteSeconds: number;
  /** Milliseconds between looks at the sessions of open connections. */
  readonly watchMs: number;
  readonly databaseUrl: string;
  /** Where a secret of development is kept. */
  readonly dataFolder: string;
}

/** The parts of a gateway's configuration that sessions depend on. */
export interface SessionSurroundings {
  /** The address for browsers on this machine, used unless `GATEWAY_PUBLIC_URL` is given. */
  readonly listeningUrl: string;
  readonly homePath: string;
  /** The issuer at which people sign in. */
  readonly issuer: TrustedIssuer | undefined;
}

/**
 * Judges the variables together.
 *
 * @returns `undefined` without OIDC_CLIENT_ID or without an issuer: sign-in is off
 * @throws {ConfigurationError} without DATABASE_URL; in production without SESSION_SECRET, or with a public address that is
 * not https
 */
export function toSessionConfiguration(
  variables: SessionVariables,
  { listeningUrl, homePath, issuer }: SessionSurroundings,
): SessionConfiguration | undefined {
  if (variables.OIDC_CLIENT_ID === undefined || issuer === undefined) return undefined;
  const publicUrl = variables.GATEWAY_PUBLIC_URL ?? listeningUrl;
  const { DATABASE_URL: databaseAddress = '' } = variables;
  const problems = [
    ...(publicUrl === new URL(publicUrl).origin
      ? []
      : ['GATEWAY_PUBLIC_URL: must be an origin, without a path, such as https://api.example.com']),
    ...(variables.NODE_ENV === 'production' ? findProductionProblems(variables, publicUrl) : []),
    ...(databaseAddress === '' ? ['DATABASE_URL is missing: sessions are kept there'] : []),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return {
    issuer: issuer.issuer,
    internalUrl: issuer.internalUrl,
    algorithms: issuer.algorithms,
    clientId: variables.OIDC_CLIENT_ID,
    clientSecret: variables.OIDC_CLIENT_SECRET,
    scope: variables.OIDC_SCOPE,
    authorizationParameters: variables.OIDC_AUTHORIZATION_PARAMETERS,
    publicUrl,
    accountUrl: variables.OIDC_ACCOUNT_URL,
    homePath,
    secrets: variables.SESSION_SECRET ?? [],
    idleSeconds: variables.SESSION_IDLE_MINUTES * 60,
    absoluteSeconds: variables.SESSION_MAX_HOURS * 3_600,
    watchMs: variables.SESSION_WATCH_MS,
    databaseUrl: databaseAddress,
    dataFolder: variables.DATA_DIR,
  };
}

function findProductionProblems(variables: SessionVariables, publicUrl: string): string[] {
  return [
    ...(variables.SESSION_SECRET === undefined
      ? ['SESSION_SECRET is missing: in production it must be given, the same to all gateways']
      : []),
    ...(publicUrl.startsWith('https://')
      ? []
      : [
          'GATEWAY_PUBLIC_URL: must start with https:// in production, or browsers refuse the session cookie',
        ]),
  ];
}
