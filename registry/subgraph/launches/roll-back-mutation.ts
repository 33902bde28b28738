import { getCaller } from '#platform/graphql/caller.ts';
import { createPersonAuthor } from '../../author.ts';
import { rollBack } from '../../graphs/roll-back.ts';
import { answerRefusal, refuseInput } from '../answer-refusal.ts';
import type { RegistryContext } from '../context.ts';
import type { RollBackGraphVariantInput } from '../generated/types.ts';
import { findVariantByName, noSuchVariant } from '../graphs/find-variant-by-name.ts';

/** The field of a rollback's input that each kind of refusal is about. */
const fields = { CONFLICT: ['expectedCurrentLaunch'], NOT_FOUND: ['toLaunch'] };

/** Runs an old launch again for the person who is signed in. */
export async function rollBackVariant(context: RegistryContext, input: RollBackGraphVariantInput) {
  const { toLaunch: toNumber, expectedCurrentLaunch: expectedNumber } = input;
  const author = createPersonAuthor(getCaller(context).principal.subject);
  const variant = await findVariantByName(context, input.graph, input.variant);
  if (variant === undefined) return { ...refuseInput([noSuchVariant]), launch: null };
  const ref = { graph: variant.graph, variant: variant.name };
  const { value, userErrors } = await answerRefusal(
    () => rollBack(context.parts.launcher, { ref, toNumber, expectedNumber, author }, context.stopping),
    (code) => (code === 'CONFLICT' || code === 'NOT_FOUND' ? fields[code] : []),
  );
  // The variant was loaded before the change.
  context.loaders.variantById.clear(variant.id);
  return { launch: value && (await context.loaders.launchById.load(value.launchId)), userErrors };
}
