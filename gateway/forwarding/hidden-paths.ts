import type { ForwardedRoute } from './forwarded-routes.ts';

/**
 * Creates what keeps logs from telling the end of paths below public routes, as that is the secret by which somebody without an
 * account reads something. Paths that are encoded otherwise than they are forwarded are covered, too.
 */
export function createPathHider(routes: readonly ForwardedRoute[]): (path: string) => string {
  const beginnings = routes.filter(({ isPublic }) => isPublic).map(({ path }) => path.toLowerCase());
  return (path) => {
    const decoded = decode(path).replace(/^\/+/, '/').toLowerCase();
    const hidden = beginnings.find((beginning) => decoded.startsWith(beginning));
    return hidden === undefined ? path : `${hidden}*`;
  };
}

/** Decodes what is encoded, and leaves broken escapes as they are. */
function decode(path: string): string {
  return path.replace(/%([0-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
