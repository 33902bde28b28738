import { registryBounds } from '../../bounds.ts';
import type { LintDiagnostic } from '../../lint/lint-diagnostic.ts';
import { lintSdl } from '../../lint/lint-sdl.ts';
import { RegistryRefusal } from '../../registry-refusal.ts';
import { type RoverResolvers, requireRight } from '../rover-context.ts';
import type { GraphSource } from './graphs.ts';

/** Resolvers of the linter. */
export const lintResolvers: RoverResolvers = {
  GraphMutation: {
    lintSchema: (
      { id }: GraphSource,
      { sdl, baseSdl }: { sdl: string; baseSdl?: string | null },
      context,
    ) => {
      requireRight(context, 'CHECK', id);
      if (Math.max(sdl.length, baseSdl?.length ?? 0) > registryBounds.sdl)
        throw new RegistryRefusal(
          'LIMIT_EXCEEDED',
          `The SDL has more than ${registryBounds.sdl} characters.`,
        );
      return toLintResult(lintSdl(sdl, baseSdl ?? undefined));
    },
  },
};

/** The result of the linter as Rover reads it. */
export function toLintResult(diagnostics: readonly LintDiagnostic[]) {
  const count = (level: LintDiagnostic['level']) => diagnostics.filter((one) => one.level === level).length;
  return {
    diagnostics: diagnostics.map(({ range, ...diagnostic }) => ({ ...diagnostic, sourceLocations: [range] })),
    stats: { errorsCount: count('ERROR'), warningsCount: count('WARNING') },
  };
}
