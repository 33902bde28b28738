import type { GitContext } from '../graphs/git-context.ts';
import type { Variant } from '../graphs/launch.ts';
import type { ApiKey } from '../keys/api-key.ts';
import type { UsageWindow } from '../usage/load-operations.ts';
import type { CheckStatus, CheckTask } from './check-task.ts';

/** A proposed schema that is to be checked. */
export interface CheckRequest {
  readonly variant: Variant;
  readonly sdl: string;
  /** Within the bounds of what is kept. */
  readonly git: GitContext | null;
  readonly window: UsageWindow;
  /** The fewest requests in the period by which an operation counts. */
  readonly minCount: number;
  /** The smallest share of requests in the period by which an operation counts, in percent. */
  readonly minPercent: number;
  readonly key: ApiKey;
}

/** A check that was made. */
export interface CheckRun {
  readonly id: string;
  readonly status: CheckStatus;
  readonly tasks: readonly CheckTask[];
}
