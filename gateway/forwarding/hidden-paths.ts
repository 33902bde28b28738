import type { ForwardedRoute } from './forwarded-routes.ts';

/** Writes a path as logs may have it. */
export type ToLoggedPath = (path: string) => string;

/**
 * Creates what keeps logs from telling the end of paths below public routes, as that is the secret by which somebody without an
 * account reads something. Paths that are encoded otherwise than they are forwarded are covered, too.
 */
export function createPathHider(routes: readonly ForwardedRoute[]): ToLoggedPath {
  const beginnings = routes.filter(({ isPublic }) => isPublic).map(({ path }) => path.toLowerCase());
  return (path) => {
    const decoded = decode(path);
    const hidden = beginnings.find((beginning) => decoded.toLowerCase().includes(beginning));
    return hidden === undefined ? path : `${hidden}*`;
  };
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
