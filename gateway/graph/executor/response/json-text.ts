import type { AnswerObject } from './answer-object.ts';

/** The data of an answer as JSON text: whoever sends it need not take it apart. `JSON.stringify` takes it like the object. */
export class JsonText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  toJSON(): AnswerObject {
    return JSON.parse(this.text) as AnswerObject;
  }
}

/** The data of an answer. */
export type AnswerData = AnswerObject | JsonText;

/** The data as an object. */
export function toObject(data: AnswerData): AnswerObject {
  return data instanceof JsonText ? data.toJSON() : data;
}
