import type { Log } from '#platform/log/log.ts';
import type { Owner } from '#platform/process/owner.ts';
import { followFile } from '../documents/follow-file.ts';
import type { TrustedDocuments } from '../operation/document-manifests.ts';
import { parseClientRules } from './client-rule-file.ts';
import { ClientRules } from './client-rules.ts';

export interface OpenClientRulesOptions {
  /** The file of the rules; there are none if absent. */
  readonly file: string | undefined;
  readonly graphqlPath: string;
  readonly trusted: TrustedDocuments;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Closes what is opened here. */
  readonly owner: Pick<Owner, 'own'>;
}

/**
 * Opens the rules of clients, which follow their file.
 *
 * @throws {ConfigurationError} if the file cannot be read, or is wrong
 */
export async function openClientRules(options: OpenClientRulesOptions): Promise<ClientRules> {
  const { file, log, owner } = options;
  const rules = new ClientRules([], options);
  if (file === undefined) return rules;
  const followed = await followFile({
    file,
    variable: 'CLIENTS_FILE',
    what: 'rules of clients',
    parse: parseClientRules,
    log,
    onChange: (newer) => rules.replace(newer),
  });
  owner.own('file of rules of clients', () => followed.close());
  rules.replace(followed.value);
  return rules;
}
