import { isUuid } from '#platform/database/uuid.ts';
import { getCaller } from '#platform/graphql/caller.ts';
import { createPersonAuthor } from '../../author.ts';
import { keyRights } from '../../keys/api-key.ts';
import { findKeyProblems } from '../../keys/key-problems.ts';
import { answerRefusal, refuseInput } from '../answer-refusal.ts';
import type { RegistryContext } from '../context.ts';
import type { CreateRegistryKeyInput, DeleteRegistryKeyInput } from '../generated/types.ts';

/** Creates a key for the person who is signed in. */
export async function createKey(context: RegistryContext, input: CreateRegistryKeyInput) {
  const id = input.id.toLowerCase();
  const key = {
    id,
    name: input.name,
    graph: input.graph ?? undefined,
    rights: keyRights.filter((right) => input.rights.includes(right)),
    subgraphs: input.subgraphs ?? undefined,
  };
  const problems = [...(isUuid(id) ? [] : [notUuid]), ...findKeyProblems(key)];
  if (problems.length > 0) return { ...refuseInput(problems), ...nothing };
  const author = createPersonAuthor(getCaller(context).principal.subject);
  const { keys } = context.parts;
  const { value, userErrors } = await answerRefusal(() => keys.create(key, author));
  if (value === null) {
    const told = userErrors.map((error) =>
      error.code === 'CONFLICT' ? { ...error, field: ['id'], code: 'TAKEN' as const } : error,
    );
    return { ...nothing, userErrors: told };
  }
  const created = await keys.findById(id);
  return { key: created?.key ?? null, secret: value.secret, userErrors };
}

const nothing = { key: null, secret: null };

const notUuid = { field: ['id'], code: 'INVALID', message: 'The id must be a UUID.' } as const;

/** Deletes a key for the person who is signed in. One that is deleted stays so. */
export async function deleteKey(context: RegistryContext, input: DeleteRegistryKeyInput) {
  const id = input.id.toLowerCase();
  const { keys } = context.parts;
  const found = await keys.findById(id);
  if (found === undefined) {
    const message = 'There is no key with this id.';
    return { ...refuseInput([{ field: ['id'], code: 'NOT_FOUND', message }]), id: null };
  }
  if (found.isDeleted) return { id, userErrors: [] };
  const author = createPersonAuthor(getCaller(context).principal.subject);
  const { value, userErrors } = await answerRefusal(
    async () => {
      await keys.delete(id, found.key.graph ?? undefined, author);
      return id;
    },
    () => ['id'],
  );
  return { id: value, userErrors };
}
