import { eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Author } from '../author.ts';
import { registryBounds } from '../bounds.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { isStorableText } from '../storable-text.ts';
import { addAuditEntry } from './audit.ts';
import type { Variant } from './launch.ts';
import { variants } from './tables.ts';

/** The text in which a variant describes itself, in Markdown. */
export interface VariantReadme {
  readonly content: string;
  readonly updatedAt: Date;
}

/** Finds the readme of a variant; undefined if none was published. */
export async function findReadme(
  db: PostgresJsDatabase,
  variantId: string,
): Promise<VariantReadme | undefined> {
  const [found] = await db
    .select({ content: variants.readme, updatedAt: variants.readmeAt })
    .from(variants)
    .where(eq(variants.id, variantId));
  if (found === undefined || found.content === null || found.updatedAt === null) return undefined;
  return { content: found.content, updatedAt: found.updatedAt };
}

/**
 * Publishes the readme of a variant.
 *
 * @throws {RegistryRefusal} if it is too long
 */
export async function publishReadme(
  db: PostgresJsDatabase,
  variant: Variant,
  { content, author }: { readonly content: string; readonly author: Author },
): Promise<VariantReadme> {
  if (content.length > registryBounds.readme)
    throw new RegistryRefusal('LIMIT_EXCEEDED', `A readme has at most ${registryBounds.readme} characters.`);
  if (!isStorableText(content))
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      'A readme is well-formed Unicode without the character U+0000.',
    );
  const updatedAt = new Date();
  await db.transaction(async (tx) => {
    await tx
      .update(variants)
      .set({ readme: content, readmeAt: updatedAt })
      .where(eq(variants.id, variant.id));
    await addAuditEntry(tx, {
      action: 'README_PUBLISHED',
      graph: variant.graph,
      variant: variant.name,
      author,
      details: { characters: content.length },
    });
  });
  return { content, updatedAt };
}
