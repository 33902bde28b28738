import { z } from 'zod';
import { exactUrl, flag, integer } from '#platform/configuration/fields.ts';

/** The samplers that the specification of OpenTelemetry's variables names, but for `jaeger_remote` and `xray`. */
const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** The rule that decides which traces are recorded. */
export type SamplerName = (typeof samplers)[number];

/**
 * Traces, in OpenTelemetry's own variables
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables). Without an endpoint there are none.
 */
export const tracingFields = {
  /** The receiver; `/v1/traces` is added. */
  OTEL_EXPORTER_OTLP_ENDPOINT: exactUrl().optional(),
  /** The receiver of traces as it is, in place of the other. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: exactUrl().optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/json', 'must be http/json, the only protocol that is spoken here')
    .default('http/json'),
  /** Sent with each export, such as `authorization=Bearer%20abc`. */
  OTEL_EXPORTER_OTLP_HEADERS: pairs(),
  OTEL_EXPORTER_OTLP_TIMEOUT: integer({ min: 100, max: 60_000, byDefault: 10_000 }),
  /** The name of the service if it is not its own. */
  OTEL_SERVICE_NAME: z.string().max(255, 'must have at most 255 characters').optional(),
  OTEL_RESOURCE_ATTRIBUTES: pairs(),
  OTEL_TRACES_SAMPLER: z
    .enum(samplers, `must be one of ${samplers.join(', ')}`)
    .default('parentbased_always_on'),
  /** The share of traces that are recorded, for the samplers by ratio. */
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(0(\.\d{1,15})?|1(\.0{1,15})?)$/, 'must be a share from 0 to 1, such as 0.1')
    .transform(Number)
    .default(1),
  /** The number of spans that wait to be exported; further ones are dropped. */
  OTEL_BSP_MAX_QUEUE_SIZE: integer({ min: 1, max: 100_000, byDefault: 2_048 }),
  OTEL_BSP_SCHEDULE_DELAY: integer({ min: 10, max: 60_000, byDefault: 2_000 }),
  OTEL_SDK_DISABLED: flag(false),
};

/** Everything that traces read from the environment. */
export const tracingSchema = z.object(tracingFields);

/** The variables of traces. */
export type TracingVariables = z.output<typeof tracingSchema>;

/** The address for traces; `undefined` if there are to be none. */
export function toTracesUrl(variables: TracingVariables): string | undefined {
  if (variables.OTEL_SDK_DISABLED) return undefined;
  const base = variables.OTEL_EXPORTER_OTLP_ENDPOINT;
  return variables.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? (base && `${base.replace(/\/+$/, '')}/v1/traces`);
}

/** Names and values between commas, as `a=1,b=2`; values are percent-encoded (W3C Baggage without properties). */
function pairs() {
  return z
    .string()
    .transform((text, context) => {
      const entries = text
        .split(',')
        .filter((pair) => pair.trim() !== '')
        .map(parsePair);
      if (entries.every((entry) => entry !== undefined)) return Object.fromEntries(entries);
      context.addIssue('must be names and percent-encoded values such as a=1,b=x%20y');
      return z.NEVER;
    })
    .default({});
}

function parsePair(pair: string): readonly [string, string] | undefined {
  const [, name = '', value = ''] = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
  if (name === '') return undefined;
  try {
    return [name, decodeURIComponent(value)];
  } catch {
    return undefined;
  }
}
