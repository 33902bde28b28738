import { integer } from './fields.ts';

/** A whole number from `min` to `max`, and the variable that sets it. */
type IntegerVariable<Variable extends string> = readonly [
  variable: Variable,
  min: number,
  max: number,
  byDefault: number,
];

/** Whole numbers that belong together, each set by a variable. */
interface IntegerGroup<Name extends string, Variable extends string> {
  /** The fields to parse, by the names of the variables. */
  readonly fields: Readonly<Record<Variable, ReturnType<typeof integer>>>;
  /** Takes the numbers from parsed variables, by their own names. */
  read(variables: Readonly<Record<Variable, number>>): Readonly<Record<Name, number>>;
}

/** Defines whole numbers by a table: their names, and for each its variable, the bounds and the default. */
export function defineIntegers<Name extends string, Variable extends string>(
  table: Readonly<Record<Name, IntegerVariable<Variable>>>,
): IntegerGroup<Name, Variable> {
  const entries = Object.entries<IntegerVariable<Variable>>(table);
  return {
    fields: Object.fromEntries(
      entries.map(([, [variable, min, max, byDefault]]) => [variable, integer({ min, max, byDefault })]),
    ) as Record<Variable, ReturnType<typeof integer>>,
    read: (variables) =>
      Object.fromEntries(entries.map(([name, [variable]]) => [name, variables[variable]])) as Record<
        Name,
        number
      >,
  };
}
