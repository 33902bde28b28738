import type { GraphRef } from './graphs/graph-ref.ts';

/** Formats the address of the page of a launch. The names in it need no escapes. */
export function toLaunchUrl(pageUrl: string, ref: GraphRef, number: number): string {
  return `${toVariantUrl(pageUrl, ref)}/launches/${number}`;
}

/** Formats the address of the page of a check. */
export function toCheckUrl(pageUrl: string, ref: GraphRef, id: string): string {
  return `${toVariantUrl(pageUrl, ref)}/checks/${id}`;
}

function toVariantUrl(pageUrl: string, { graph, variant }: GraphRef): string {
  return `${pageUrl}/graph/${graph}/${variant}`;
}
