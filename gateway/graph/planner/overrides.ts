import { type DocumentNode, Kind, visit } from 'graphql';

/** The labels of `@override(label:)` that hold for one request: their fields move to the overriding subgraph. */
export type OverrideLabels = ReadonlySet<string>;

/** Decides which labels hold, anew for each request. */
export type OverrideDecision = () => OverrideLabels;

/** Federation's own form of a label: the share of requests for which it holds. */
const percentLabel = /^percent\((\d+(?:\.\d+)?)\)$/;

const noLabels: OverrideLabels = new Set();

/**
 * Reads the labels from a supergraph (`@join__field(overrideLabel:)`). A label `percent(x)` holds for that share of
 * requests, any other if it is among the configured ones. One number is drawn for a request, so that labels with larger
 * shares hold wherever smaller ones do, and plans have few variants.
 *
 * @param random from 0 to less than 1
 */
export function createOverrideDecision(
  supergraph: DocumentNode,
  configured: readonly string[],
  random: () => number = Math.random,
): OverrideDecision {
  const labels = readLabels(supergraph);
  const fixed = labels.filter((label) => !percentLabel.test(label) && configured.includes(label));
  const shares = labels.flatMap((label) => {
    const [, percent] = percentLabel.exec(label) ?? [];
    return percent === undefined ? [] : [{ label, percent: Number(percent) }];
  });
  if (shares.length === 0) {
    const labelsThatHold: OverrideLabels = fixed.length > 0 ? new Set(fixed) : noLabels;
    return () => labelsThatHold;
  }
  return () => {
    const drawn = random() * 100;
    return new Set([...fixed, ...shares.filter(({ percent }) => drawn < percent).map(({ label }) => label)]);
  };
}

/** The configured labels that stand nowhere in a supergraph: misspelt ones, or those of fields that have moved. */
export function findUnknownLabels(supergraph: DocumentNode, configured: readonly string[]): string[] {
  const labels = readLabels(supergraph);
  return configured.filter((label) => !labels.includes(label));
}

/** The same text for the same labels. */
export function toOverrideKey(labels: OverrideLabels): string {
  return labels.size === 0 ? '' : JSON.stringify([...labels].sort());
}

function readLabels(supergraph: DocumentNode): string[] {
  const labels = new Set<string>();
  visit(supergraph, {
    [Kind.DIRECTIVE]: ({ name, arguments: args = [] }) => {
      if (name.value !== 'join__field') return;
      for (const { name: argument, value } of args) {
        if (argument.value === 'overrideLabel' && value.kind === Kind.STRING) labels.add(value.value);
      }
    },
  });
  return [...labels];
}
