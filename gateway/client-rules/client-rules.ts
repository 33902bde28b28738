import { AddressSet } from '#platform/http/address-set.ts';
import type { Principal } from '#platform/tokens/principal.ts';
import type { AdmissionCheck } from '../operation/admission-check.ts';
import type { Caller } from '../operation/caller.ts';
import { getDocumentHash } from '../operation/document-hash.ts';
import type { TrustedDocuments } from '../operation/document-manifests.ts';
import { refuseWith } from '../operation/refusal.ts';
import { ClientRuleError } from './client-rule-error.ts';
import type { ClientRule } from './client-rule-file.ts';

/** A request, as far as rules are about it. */
export interface RuledRequest {
  readonly caller: Caller;
  /** Without its query. */
  readonly path: string;
  /** In the form by which clients are told apart. */
  readonly clientAddress: string;
  readonly origin: string | undefined;
}

/** A rule that is ready to be asked. */
interface ReadyRule {
  readonly clients: ReadonlySet<string> | undefined;
  readonly roles: readonly string[] | undefined;
  readonly routes: readonly string[] | undefined;
  readonly allow: AddressSet | undefined;
  readonly deny: AddressSet | undefined;
  readonly origins: ReadonlySet<string> | undefined;
  readonly isTrustedOnly: boolean;
}

/** Decides by client, role and route where callers may call from, and what they may ask. All rules that match must be kept. */
export class ClientRules {
  readonly #graphqlPath: string;
  readonly #trusted: TrustedDocuments;
  #rules: readonly ReadyRule[];
  #origins: ReadonlySet<string>;

  constructor(
    rules: readonly ClientRule[],
    { graphqlPath, trusted }: { readonly graphqlPath: string; readonly trusted: TrustedDocuments },
  ) {
    this.#graphqlPath = graphqlPath;
    this.#trusted = trusted;
    this.#rules = rules.map(toReady);
    this.#origins = toOrigins(rules);
  }

  /** Takes newer rules. */
  replace(rules: readonly ClientRule[]): void {
    this.#rules = rules.map(toReady);
    this.#origins = toOrigins(rules);
  }

  /** True if a rule lists an origin, so that its pages may ask, without cookies. */
  lists(origin: string): boolean {
    return this.#origins.has(origin);
  }

  /** The refusal of a request; undefined if it may pass. */
  findRefusal({
    caller: { principal },
    path,
    clientAddress,
    origin,
  }: RuledRequest): ClientRuleError | undefined {
    for (const rule of this.#rules) {
      if (!isAbout(rule, principal, path)) continue;
      const { allow, deny, origins } = rule;
      if (deny?.has(clientAddress) || allow?.has(clientAddress) === false)
        return new ClientRuleError('ADDRESS_NOT_ALLOWED');
      if (origin !== undefined && origins?.has(origin) === false)
        return new ClientRuleError('ORIGIN_NOT_ALLOWED');
    }
    return undefined;
  }

  /** Refuses documents that are not trusted, of callers who may ask for no others. */
  readonly check: AdmissionCheck = {
    beforeRunning: ({ document }, { caller: { principal } }) => {
      const path = this.#graphqlPath;
      const isTrustedOnly = this.#rules.some((rule) => rule.isTrustedOnly && isAbout(rule, principal, path));
      if (!isTrustedOnly || this.#trusted.has(getDocumentHash(document.asked))) return undefined;
      const message = 'This client may ask for documents of the manifest TRUSTED_DOCUMENTS_FILE only.';
      return refuseWith('DOCUMENT_NOT_TRUSTED', message, 403);
    },
  };
}

function toReady(rule: ClientRule): ReadyRule {
  const { clients, roles, routes, allow, deny, origins, trustedDocumentsOnly } = rule;
  return {
    clients: clients && new Set(clients),
    roles,
    routes,
    allow: allow && new AddressSet(allow),
    deny: deny && new AddressSet(deny),
    origins: origins && new Set(origins),
    isTrustedOnly: trustedDocumentsOnly === true,
  };
}

function toOrigins(rules: readonly ClientRule[]): ReadonlySet<string> {
  return new Set(rules.flatMap(({ origins = [] }) => origins));
}

function isAbout(
  { clients, roles, routes }: ReadyRule,
  principal: Principal | undefined,
  path: string,
): boolean {
  if (clients !== undefined && !clients.has(principal?.clientId ?? '')) return false;
  if (roles !== undefined && !roles.some((role) => principal?.roles.has(role) === true)) return false;
  return routes === undefined || routes.some((route) => isBelow(path, route));
}

function isBelow(path: string, route: string): boolean {
  return route.endsWith('/') ? path.startsWith(route) : path === route;
}
