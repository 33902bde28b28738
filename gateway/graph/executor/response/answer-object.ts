/** An object of an answer. */
export type AnswerObject = Record<string, unknown>;

function Bare() {}
Bare.prototype = Object.create(null);

/**
 * Makes an object that inherits nothing, so that a response name such as `__proto__` or `constructor` is a key like any
 * other. Unlike those of `Object.create(null)`, engines keep such objects as fast as literals.
 */
export function createAnswerObject(): AnswerObject {
  return new (Bare as unknown as new () => AnswerObject)();
}

/** True for what JSON calls an object. */
export function isAnswerObject(value: unknown): value is AnswerObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a member that an object has itself, whatever its prototype has. */
export function readOwn(source: AnswerObject, name: string): unknown {
  return Object.hasOwn(source, name) ? source[name] : undefined;
}

/** Sets a member, even one that the prototype of parsed JSON would take for something else. */
export function writeOwn(target: AnswerObject, name: string, value: unknown): void {
  if (name in Object.prototype) {
    Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  } else target[name] = value;
}
