import type { Environment } from '#platform/configuration/environment.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { MailSender } from '#platform/mail/mail-address.ts';
import type { SmtpServer } from '#platform/mail/smtp/smtp-server.ts';
import type { RequiredAction } from './one-time-tokens.ts';
import type { OtpPolicy } from './otp/otp-policy.ts';
import { type PageLanguage, pageLanguages } from './page-language.ts';
import { findUnknownRules } from './password-policy.ts';
import { resolvePlaceholders } from './placeholders.ts';
import { audienceOf, claimsOf, type RealmFile, realmFileSchema } from './realm-file.ts';

/** When guessing is met with a wait; the terms of Keycloak's brute-force detection. */
export interface BruteForcePolicy {
  readonly isEnabled: boolean;
  /** Failures that lead to a wait. */
  readonly failureFactor: number;
  readonly waitIncrementSeconds: number;
  readonly maxWaitSeconds: number;
  /** Two failures closer than this lead to a wait of their own. */
  readonly quickLoginCheckMs: number;
  readonly quickLoginWaitSeconds: number;
  /** Failures are forgotten when none follows for so long. */
  readonly forgetAfterSeconds: number;
}

export interface RealmClient {
  readonly clientId: string;
  readonly name: string;
  /** None for a public client. */
  readonly secret: string | undefined;
  /** True if people sign in through it by authorization code. */
  readonly isCodeAllowed: boolean;
  readonly isPasswordAllowed: boolean;
  readonly isServiceAccount: boolean;
  readonly audience: string;
  /** Claims that all its access tokens have alike. */
  readonly claims: Readonly<Record<string, string>>;
  /** The address at which a person finds the client's page. */
  readonly rootUrl: string | undefined;
  readonly redirectUris: readonly string[];
  /** Origins whose pages may ask for tokens by script. */
  readonly webOrigins: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | undefined;
  readonly isBackchannelSessionRequired: boolean;
  /** The roles its tokens may carry; all when undefined. */
  readonly roleLimit: readonly string[] | undefined;
}

export interface RealmUser {
  readonly id: string;
  readonly username: string;
  readonly email: string | undefined;
  readonly isEmailVerified: boolean;
  readonly firstName: string;
  readonly lastName: string;
  readonly isEnabled: boolean;
  /** The clear text of the file; kept only until it is hashed. */
  readonly password: string | undefined;
  readonly requiredActions: readonly RequiredAction[];
  readonly roles: readonly string[];
}

/** The content of a realm file that the provider serves. */
export interface Realm {
  readonly name: string;
  readonly displayName: string;
  /** The languages of its pages. */
  readonly languages: readonly PageLanguage[];
  readonly defaultLanguage: PageLanguage;
  readonly isRegistrationAllowed: boolean;
  readonly isPasswordResetAllowed: boolean;
  /** True if nobody signs in before the email address is verified. */
  readonly mustVerifyEmail: boolean;
  /** The lifetime of a link that a person asked for. */
  readonly userLinkSeconds: number;
  /** The lifetime of a link that an administrator sends. */
  readonly adminLinkSeconds: number;
  readonly otp: OtpPolicy;
  readonly mailSender: MailSender;
  /** Without one, mails are written to files. */
  readonly smtpServer: SmtpServer | undefined;
  readonly passwordPolicy: string;
  readonly accessTokenSeconds: number;
  readonly codeSeconds: number;
  /** The longest time that a person may take to sign in. */
  readonly signInSeconds: number;
  readonly sessionIdleSeconds: number;
  readonly sessionMaxSeconds: number;
  readonly isRefreshTokenRotated: boolean;
  readonly bruteForce: BruteForcePolicy;
  /** Each role, with the roles it contains. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  readonly defaultRole: string;
  readonly clients: readonly RealmClient[];
  readonly users: readonly RealmUser[];
  /** Roles of each client's service account. */
  readonly serviceAccountRoles: ReadonlyMap<string, readonly string[]>;
  /** The rights of each client's service account in the administration's API. */
  readonly administrationRoles: ReadonlyMap<string, readonly string[]>;
}

/** All that is wrong with a realm file, one line a problem. Values are never shown. */
export class RealmError extends CodedError<'REALM_INVALID'> {
  constructor(problems: readonly string[]) {
    super('REALM_INVALID', `The realm file is not right:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
    this.name = 'RealmError';
  }
}

/**
 * Reads a realm in Keycloak's import format, its placeholders filled from the environment.
 *
 * @throws {RealmError} that lists every problem at once.
 */
export function parseRealm(text: string, environment: Environment): Realm {
  const parsed = realmFileSchema.safeParse(resolvePlaceholders(parseJson(text), environment));
  if (!parsed.success) {
    throw new RealmError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const problems = findContradictions(parsed.data);
  if (problems.length > 0) throw new RealmError(problems);
  return toRealm(parsed.data);
}

/** @throws if it is absent */
export function getClient(realm: Realm, clientId: string | undefined): RealmClient {
  const client = realm.clients.find((each) => each.clientId === clientId);
  if (client === undefined) throw new Error(`The realm ${realm.name} has no client ${clientId}.`);
  return client;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RealmError(['the file is not JSON']);
  }
}

function findContradictions(file: RealmFile): string[] {
  const roles = new Set(file.roles.realm.map((role) => role.name));
  const clients = new Set(file.clients.map((client) => client.clientId));
  const unknownRoles = (where: string, names: readonly string[]) =>
    names.filter((name) => !roles.has(name)).map((name) => `${where}: there is no role ${name}`);
  return [
    ...unknownRoles('defaultRole', [file.defaultRole.name]),
    ...file.roles.realm.flatMap((role) => unknownRoles(`role ${role.name}`, role.composites?.realm ?? [])),
    ...file.users.flatMap((user) => unknownRoles(`user ${user.username}`, user.realmRoles)),
    ...file.scopeMappings.flatMap(({ client, roles: names }) => [
      ...(clients.has(client) ? [] : [`scopeMappings: there is no client ${client}`]),
      ...unknownRoles(`scopeMappings of ${client}`, names),
    ]),
    ...findUnknownRules(file.passwordPolicy).map((rule) => `passwordPolicy: there is no rule ${rule} here`),
    ...file.clients.flatMap(findClientProblems),
    ...file.users
      .filter((user) => user.serviceAccountClientId === undefined && user.id === undefined)
      .map((user) => `user ${user.username}: id is missing, so its subject would change at each start`),
  ];
}

function findClientProblems(client: RealmFile['clients'][number]): string[] {
  if (client.bearerOnly) return [];
  const where = `client ${client.clientId}`;
  const problems: string[] = [];
  if (audienceOf(client) === undefined) problems.push(`${where}: an audience mapper is missing`);
  if (!client.publicClient && !client.secret) problems.push(`${where}: a confidential client needs a secret`);
  if (client.standardFlowEnabled && client.attributes['pkce.code.challenge.method'] !== 'S256') {
    problems.push(`${where}: pkce.code.challenge.method must be S256`);
  }
  return problems;
}

function toRealm(file: RealmFile): Realm {
  const people = file.users.filter((user) => user.serviceAccountClientId === undefined);
  const serviceAccounts = file.users.flatMap((user) =>
    user.serviceAccountClientId === undefined || !user.enabled
      ? []
      : [[user.serviceAccountClientId, user] as const],
  );
  return {
    name: file.realm,
    displayName: file.displayName ?? file.realm,
    ...toLanguages(file),
    isRegistrationAllowed: file.registrationAllowed,
    isPasswordResetAllowed: file.resetPasswordAllowed,
    mustVerifyEmail: file.verifyEmail,
    userLinkSeconds: file.actionTokenGeneratedByUserLifespan,
    adminLinkSeconds: file.actionTokenGeneratedByAdminLifespan,
    otp: {
      algorithm: toAlgorithm[file.otpPolicyAlgorithm],
      digits: file.otpPolicyDigits,
      periodSeconds: file.otpPolicyPeriod,
      lookAheadPeriods: file.otpPolicyLookAheadWindow,
      isReusable: file.otpPolicyCodeReusable,
    },
    mailSender: toMailSender(file),
    smtpServer: toSmtpServer(file),
    passwordPolicy: file.passwordPolicy,
    accessTokenSeconds: file.accessTokenLifespan,
    codeSeconds: file.accessCodeLifespan,
    signInSeconds: file.accessCodeLifespanLogin,
    sessionIdleSeconds: file.ssoSessionIdleTimeout,
    sessionMaxSeconds: file.ssoSessionMaxLifespan,
    isRefreshTokenRotated: file.revokeRefreshToken,
    bruteForce: {
      isEnabled: file.bruteForceProtected,
      failureFactor: file.failureFactor,
      waitIncrementSeconds: file.waitIncrementSeconds,
      maxWaitSeconds: file.maxFailureWaitSeconds,
      quickLoginCheckMs: file.quickLoginCheckMilliSeconds,
      quickLoginWaitSeconds: file.minimumQuickLoginWaitSeconds,
      forgetAfterSeconds: file.maxDeltaTimeSeconds,
    },
    roles: new Map(file.roles.realm.map((role) => [role.name, role.composites?.realm ?? []])),
    defaultRole: file.defaultRole.name,
    clients: file.clients
      .filter((client) => client.enabled && !client.bearerOnly)
      .map((client) => toClient(client, file)),
    users: people.map(toUser),
    serviceAccountRoles: new Map(serviceAccounts.map(([client, user]) => [client, user.realmRoles])),
    administrationRoles: new Map(
      serviceAccounts.map(([client, user]) => [client, user.clientRoles['realm-management'] ?? []]),
    ),
  };
}

/** English alone, unless the realm is in several languages. A language without pages here is left to Keycloak. */
function toLanguages(file: RealmFile): Pick<Realm, 'languages' | 'defaultLanguage'> {
  const supported = pageLanguages.filter((language) => file.supportedLocales.includes(language));
  if (!file.internationalizationEnabled || supported.length === 0)
    return { languages: ['en'], defaultLanguage: 'en' };
  const [first = 'en'] = supported;
  const defaultLanguage = supported.find((language) => language === file.defaultLocale) ?? first;
  return { languages: supported, defaultLanguage };
}

function toClient(client: RealmFile['clients'][number], file: RealmFile): RealmClient {
  const { attributes } = client;
  return {
    clientId: client.clientId,
    name: client.name ?? client.clientId,
    secret: client.publicClient ? undefined : client.secret,
    isCodeAllowed: client.standardFlowEnabled,
    isPasswordAllowed: client.directAccessGrantsEnabled,
    isServiceAccount: client.serviceAccountsEnabled,
    audience: audienceOf(client) ?? client.clientId,
    claims: claimsOf(client),
    rootUrl: client.rootUrl,
    redirectUris: client.redirectUris,
    webOrigins: client.webOrigins.flatMap((origin) =>
      origin === '+' ? client.redirectUris.map((address) => new URL(address).origin) : [origin],
    ),
    postLogoutRedirectUris: attributes['post.logout.redirect.uris']?.split('##') ?? [],
    backchannelLogoutUri: attributes['backchannel.logout.url'],
    isBackchannelSessionRequired: attributes['backchannel.logout.session.required'] === 'true',
    roleLimit: client.fullScopeAllowed
      ? undefined
      : file.scopeMappings
          .filter((mapping) => mapping.client === client.clientId)
          .flatMap(({ roles }) => roles),
  };
}

function toUser(user: RealmFile['users'][number]): RealmUser {
  return {
    id: user.id ?? user.username,
    username: user.username.toLowerCase(),
    email: user.email?.toLowerCase(),
    isEmailVerified: user.emailVerified,
    firstName: user.firstName ?? '',
    lastName: user.lastName ?? '',
    isEnabled: user.enabled,
    password: user.credentials.find((credential) => credential.type === 'password')?.value,
    requiredActions: user.requiredActions,
    roles: user.realmRoles,
  };
}

const toAlgorithm = { HmacSHA1: 'SHA1', HmacSHA256: 'SHA256', HmacSHA512: 'SHA512' } as const;

function toMailSender({ smtpServer, displayName, realm }: RealmFile): MailSender {
  return {
    address: smtpServer.from ?? `${realm}@localhost.localdomain`,
    name: smtpServer.fromDisplayName || (displayName ?? realm),
  };
}

function toSmtpServer({ smtpServer }: RealmFile): SmtpServer | undefined {
  const { host, port, ssl, starttls, auth, user, password } = smtpServer;
  if (host === '') return undefined;
  const tls = ssl ? 'IMPLICIT' : starttls ? 'STARTTLS' : 'IF_OFFERED';
  return { host, port, tls, login: auth ? { user, password } : undefined };
}
