/** The choices of how changes are judged by what clients sent. */
export interface OperationRules {
  /** The fewest requests in the period by which an operation counts. Persisted ones count always. */
  readonly minCount: number;
  /** The smallest share of all requests in the period by which an operation counts, in percent. */
  readonly minPercent: number;
  /** True if breaking changes pass while nothing is known of the period; otherwise they fail, as nobody watched. */
  readonly passesWithoutUsage: boolean;
  /** True if new enum values and union members count as breaking for whoever reads them. */
  readonly failsOnAdditions: boolean;
}
