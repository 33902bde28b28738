import { z } from 'zod';
import { url } from '#platform/configuration/fields.ts';

/** Beginnings of paths that the gateway answers itself. */
const ownPaths = ['/auth/', '/graphql/', '/healthz/', '/metrics/', '/playground/', '/readyz/'];

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** A path of segments without percent-encoding: a slash at its end stands for everything below. */
const pathPattern = /^(?:\/[\w.~-]+)+\/?$/;

function findPathProblem(path: string): string | undefined {
  if (!pathPattern.test(path) || /\/\.{1,2}(\/|$)/.test(path))
    return 'must be a path such as /files/report.csv, or /files/ for everything below';
  return ownPaths.some((own) => `${path}/`.startsWith(own))
    ? 'must not be a path that the gateway answers itself'
    : undefined;
}

const address = url().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  message: 'must be the origin of a service, such as http://localhost:4003',
});

const wholeNumber = (min: number, max: number) =>
  z.int(`must be a whole number from ${min} to ${max}`).min(min).max(max);

/** The defaults of a route. */
const defaults = {
  methods: ['GET' as const],
  isPublic: false,
  requestsPerMinute: 60,
  maxBodyBytes: 1_048_576,
  idleMs: 30_000,
  maxMs: 3_600_000,
};

const route = z.union(
  [
    address.transform((text) => ({ ...defaults, address: text })),
    z.strictObject({
      address,
      methods: z.array(z.enum(methods)).min(1).default(defaults.methods),
      isPublic: z.boolean().default(defaults.isPublic),
      requestsPerMinute: wholeNumber(1, 1_000_000).default(defaults.requestsPerMinute),
      maxBodyBytes: wholeNumber(0, 1e12).default(defaults.maxBodyBytes),
      idleMs: wholeNumber(100, 600_000).default(defaults.idleMs),
      maxMs: wholeNumber(100, 86_400_000).default(defaults.maxMs),
    }),
  ],
  `must be the origin of a service, or {"address": origin, "methods"?: some of ${methods.join(', ')}, "isPublic"?: true or false, "requestsPerMinute"?: 1 to 1000000, "maxBodyBytes"?: up to 1e12, "idleMs"?: 100 to 600000, "maxMs"?: 100 to 86400000}`,
);

/** A path, or all paths that begin with one, whose requests a service answers. */
export interface ForwardedRoute {
  /** With a slash at its end, everything below. */
  readonly path: string;
  /** The origin of the service. */
  readonly address: string;
  readonly methods: readonly string[];
  /** True if anybody may ask, without an account: nobody is identified, and nothing of the caller is passed on. */
  readonly isPublic: boolean;
  /** The most requests of one address in a minute, if it is public. */
  readonly requestsPerMinute: number;
  /** The largest request body, in bytes. */
  readonly maxBodyBytes: number;
  /** The longest time in which no byte moves between client and gateway, in milliseconds. */
  readonly idleMs: number;
  /** The longest time for request and answer together, in milliseconds. */
  readonly maxMs: number;
}

/** Reads routes from JSON: services by path. */
export const forwardedRoutesField = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('must be JSON: {"/files/": "http://localhost:4003"}');
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string(), route))
  .superRefine((routes, context) => {
    for (const path of Object.keys(routes)) {
      const message = findPathProblem(path);
      if (message !== undefined) context.addIssue({ code: 'custom', path: [path], message });
    }
  })
  .transform((routes): ForwardedRoute[] =>
    Object.entries(routes).map(([path, given]) => ({ ...given, path })),
  )
  .default([]);
