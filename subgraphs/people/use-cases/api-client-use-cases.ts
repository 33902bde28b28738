import { InputProblems, type UserError } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { formatApiKey } from '#platform/tokens/api-key.ts';
import { createTurns } from '#platform/waiting/turns.ts';
import { apiClientRoles, isApiClientRole } from '#schema/api-client-roles.ts';
import { apiKeyPrefix } from '#schema/api-key-prefix.ts';
import { apiScopes, isApiScope } from '#schema/api-scopes.ts';
import { AdministrationError } from '../administration/administration-error.ts';
import type { ApiClientAccount, ClientAdministration } from '../administration/client-administration.ts';
import type { IdentityAdministration } from '../administration/identity-administration.ts';
import {
  type ApiPlan,
  isApiClientId,
  maxApiClientNameLength,
  maxApiClients,
  toPlanClaim,
} from '../domain/api-client.ts';

/** The answer of a use case: the client, or all problems. */
export interface ApiClientAnswer {
  readonly apiClient: ApiClientAccount | null;
  readonly userErrors: UserError[];
}

/** An answer that shows a secret, which nobody can read again. */
export interface ApiClientSecretAnswer extends ApiClientAnswer {
  readonly clientSecret: string | null;
  readonly key: string | null;
}

interface ApiClientSettings {
  readonly name: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly plan?: ApiPlan | null | undefined;
}

/** The roles of service accounts are given and taken as those of people are. */
type RoleAdministration = Pick<IdentityAdministration, 'rolesOf' | 'giveRoles' | 'takeRoles'>;

/** The actions of administrators on API clients, of which one process takes one at a time. */
export class ApiClientUseCases {
  readonly #clients: ClientAdministration;
  readonly #roles: RoleAdministration;
  readonly #turns = createTurns(1);

  constructor(clients: ClientAdministration, roles: RoleAdministration) {
    this.#clients = clients;
    this.#roles = roles;
  }

  /** The roles that were given to a client. */
  async rolesOf(id: string): Promise<readonly string[]> {
    const roles = await this.#roles.rolesOf(await this.#clients.getServiceAccount(id));
    return roles.filter(isApiClientRole).sort();
  }

  create(input: ApiClientSettings & { readonly clientId: string }): Promise<ApiClientSecretAnswer> {
    return this.#turns.run(async () => {
      const problems = new InputProblems();
      const clientId = input.clientId.trim();
      if (!isApiClientId(clientId)) {
        const message = 'Must be api- and 1 to 40 small letters, digits and hyphens, such as api-shop.';
        problems.at('clientId').add('INVALID', message);
      }
      const name = parseSettings(input, problems);
      const others = await this.#clients.list();
      if (others.some((other) => other.clientId === clientId))
        problems.at('clientId').add('TAKEN', takenMessage);
      if (others.length >= maxApiClients)
        problems.add('OUT_OF_RANGE', `There are ${maxApiClients} API clients already; revoke one.`);
      if (name === undefined || !problems.isEmpty) return { ...toRefusal(problems), ...noSecret };
      const { scopes, plan } = input;
      const client = { clientId, name, scopes: [...new Set(scopes)], plan: toPlanClaim(plan) };
      const id = await this.#clients.create(client);
      if (id === undefined) {
        // A client that is not of the API has it, or somebody has taken it meanwhile.
        problems.at('clientId').add('TAKEN', takenMessage);
        return { ...toRefusal(problems), ...noSecret };
      }
      return this.#equip(id, input.roles);
    });
  }

  update(id: string, input: ApiClientSettings): Promise<ApiClientAnswer> {
    return this.#change(id, async (problems) => {
      const name = parseSettings(input, problems);
      if (name === undefined || !problems.isEmpty) return;
      await this.#clients.update(id, {
        name,
        scopes: [...new Set(input.scopes)],
        plan: toPlanClaim(input.plan),
      });
      await this.#setRoles(id, input.roles);
    });
  }

  setEnabled(id: string, isEnabled: boolean): Promise<ApiClientAnswer> {
    return this.#change(id, () => this.#clients.update(id, { isEnabled }));
  }

  async rotateSecret(id: string): Promise<ApiClientSecretAnswer> {
    let clientSecret: string | undefined;
    const answer = await this.#change(id, async () => {
      clientSecret = await this.#clients.renewSecret(id);
    });
    if (answer.apiClient === null || clientSecret === undefined) return { ...answer, ...noSecret };
    return { ...answer, ...toSecrets(answer.apiClient, clientSecret) };
  }

  async revoke(id: string): Promise<{ readonly revokedId: string | null; readonly userErrors: UserError[] }> {
    return this.#turns.run(async () => {
      const problems = new InputProblems();
      if ((await this.#clients.find(id)) === undefined) problems.at('id').add('NOT_FOUND', unknownMessage);
      else await this.#clients.delete(id);
      return { revokedId: problems.isEmpty ? id : null, userErrors: problems.errors };
    });
  }

  /** Gives a new client its roles, and tells its secret. A client that cannot be equipped does not stay. */
  async #equip(id: string, roles: readonly string[]): Promise<ApiClientSecretAnswer> {
    try {
      await this.#roles.giveRoles(await this.#clients.getServiceAccount(id), roles.filter(isApiClientRole));
      const clientSecret = await this.#clients.renewSecret(id);
      const apiClient = await this.#get(id);
      return { apiClient, userErrors: [], ...toSecrets(apiClient, clientSecret) };
    } catch (error) {
      await this.#clients.delete(id);
      throw error;
    }
  }

  async #setRoles(id: string, roles: readonly string[]): Promise<void> {
    const account = await this.#clients.getServiceAccount(id);
    const held = (await this.#roles.rolesOf(account)).filter(isApiClientRole);
    const wanted = roles.filter(isApiClientRole);
    await this.#roles.takeRoles(
      account,
      held.filter((role) => !wanted.includes(role)),
    );
    await this.#roles.giveRoles(
      account,
      wanted.filter((role) => !held.includes(role)),
    );
  }

  #change(id: string, change: (problems: InputProblems) => Promise<void>): Promise<ApiClientAnswer> {
    return this.#turns.run(async () => {
      const problems = new InputProblems();
      if ((await this.#clients.find(id)) === undefined) problems.at('id').add('NOT_FOUND', unknownMessage);
      else await change(problems);
      return problems.isEmpty ? { apiClient: await this.#get(id), userErrors: [] } : toRefusal(problems);
    });
  }

  async #get(id: string): Promise<ApiClientAccount> {
    const client = await this.#clients.find(id);
    if (client === undefined) throw new AdministrationError('PROVIDER_REFUSED', 'The API client is gone.');
    return client;
  }
}

const takenMessage = 'Another client has this id.';
const unknownMessage = 'There is no such API client.';
const noSecret = { clientSecret: null, key: null };

/** @returns the name, undefined if it has a problem */
function parseSettings(input: ApiClientSettings, problems: InputProblems): string | undefined {
  for (const [index, role] of input.roles.entries()) {
    if (isApiClientRole(role)) continue;
    problems.at('roles', index).add('INVALID', `Must be one of ${apiClientRoles.join(', ')}.`);
  }
  for (const [index, scope] of input.scopes.entries()) {
    if (isApiScope(scope)) continue;
    problems.at('scopes', index).add('INVALID', `Must be one of ${apiScopes.join(', ')}.`);
  }
  return parseRequiredText(input.name, { maxLength: maxApiClientNameLength }, problems.at('name'));
}

function toSecrets({ clientId }: ApiClientAccount, clientSecret: string) {
  return { clientSecret, key: formatApiKey(apiKeyPrefix, { clientId, clientSecret }) };
}

function toRefusal(problems: InputProblems): ApiClientAnswer {
  return { apiClient: null, userErrors: problems.errors };
}
